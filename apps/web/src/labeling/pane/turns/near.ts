import { flushSync } from 'react-dom';
import { whileIdle } from '../../../ui/idle.ts';

/** Conversations longer than this are formatted turn by turn, as they come near. */
export const longConversation = 30;

/** What a long conversation holds that is not formatted yet, in the order of the document within a pane. */
const waiting = new Map<Element, () => void>();
let observer: IntersectionObserver | null = null;

/** Whether it can be told what is near. */
export const tellsNear = 'IntersectionObserver' in globalThis;

/**
 * Calls back once when an element comes near the window, or, in the pane that is seen, when the browser has time for it:
 * nothing is left to do then when somebody scrolls. Returns the way to stop.
 */
export function whenNear(element: Element, act: () => void): () => void {
  waiting.set(element, act);
  watch().observe(element);
  goOn();
  return () => forget(element);
}

/** Another pane has come to be seen. */
export function seePane(pane: Element): void {
  for (const element of waiting.keys()) if (pane.contains(element)) watch().observe(element);
  goOn();
}

let going = false;

function goOn(): void {
  if (going) return;
  going = true;
  whileIdle(() => (going = flushSync(actOnLast)));
}

/** What stands last acts first: a conversation starts at its end. False when nothing waits where it is seen. */
function actOnLast(): boolean {
  const pane = document.querySelector('[data-assignment][data-visible]');
  const last = [...waiting.keys()].findLast((element) => pane?.contains(element) === true);
  if (last !== undefined) actOn(last);
  return last !== undefined;
}

/** One for all: in every frame each observer and each element costs time. */
function watch(): IntersectionObserver {
  // Inside of parts that scroll, only newer browsers look ahead; the others format what is seen.
  const margins = { rootMargin: '800px 0px', scrollMargin: '800px 0px' };
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) actOn(target);
      // Nobody scrolls there before it is seen.
      else if (target.closest('[data-assignment]:not([data-visible])') !== null) observer?.unobserve(target);
    }
  }, margins);
  return observer;
}

function actOn(element: Element): void {
  const act = waiting.get(element);
  forget(element);
  act?.();
}

function forget(element: Element): void {
  waiting.delete(element);
  observer?.unobserve(element);
}
