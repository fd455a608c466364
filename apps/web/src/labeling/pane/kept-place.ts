import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';

/** Where somebody was in a conversation: at its end, or at a turn so far below the upper edge of what scrolls. */
type Place =
  | { readonly isEnd: true }
  | { readonly isEnd: false; readonly turn: number; readonly offset: number };

/** By what holds the conversation: of the plain one that went, for the full one that takes its place. */
const left = new WeakMap<Element, Place>();

const scrollerOf = (list: Element): HTMLElement | null => list.closest<HTMLElement>('[data-scroller]');

/** Remembers, when this list goes, where somebody was in it. */
export function useLeavesPlace(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = list.current;
    // At the clean-up it is still in the document, and as it was seen.
    return () => {
      const place = element === null ? undefined : placeIn(element);
      if (place !== undefined && element?.parentElement != null) left.set(element.parentElement, place);
    };
  }, [list]);
}

/**
 * Brings back what was seen in the list that stood here before, and holds it until somebody scrolls: what is laid out
 * above it later has other heights than were guessed. Gives the way to let go; null where nobody was in such a list.
 */
export function takePlace(list: HTMLElement): (() => void) | null {
  const holder = list.parentElement;
  const scroller = scrollerOf(list);
  const place = holder === null ? undefined : left.get(holder);
  if (holder === null || scroller === null || place === undefined) return null;
  left.delete(holder);
  if (!place.isEnd) return hold(scroller, list, place);
  scroller.scrollTop = scroller.scrollHeight;
  return () => undefined;
}

function hold(
  scroller: HTMLElement,
  list: HTMLElement,
  place: Extract<Place, { isEnd: false }>,
): (() => void) | null {
  const turn = list.children[place.turn];
  if (turn === undefined) return null;
  let ours = scroller.scrollTop;
  const show = () => {
    scroller.scrollTop += offsetIn(scroller, turn) - place.offset;
    ours = scroller.scrollTop;
  };
  const resized = new ResizeObserver(show);
  const letGo = () => {
    resized.disconnect();
    scroller.removeEventListener('scroll', scrolled);
    scroller.style.overflowAnchor = '';
  };
  const scrolled = () => (Math.abs(scroller.scrollTop - ours) > 1 ? letGo() : undefined);
  // The browser's own way of holding on would take turns with this one.
  scroller.style.overflowAnchor = 'none';
  scroller.addEventListener('scroll', scrolled);
  show();
  resized.observe(list);
  return letGo;
}

function placeIn(list: HTMLElement): Place | undefined {
  const scroller = scrollerOf(list);
  if (scroller === null) return undefined;
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  if (scrollTop === 0) return undefined;
  if (scrollTop + clientHeight >= scrollHeight - 1) return { isEnd: true };
  const turn = [...list.children].findIndex((each) => each.getBoundingClientRect().bottom > edgeOf(scroller));
  return turn < 0 ? undefined : { isEnd: false, turn, offset: offsetIn(scroller, list.children[turn]!) };
}

const edgeOf = (scroller: Element): number => scroller.getBoundingClientRect().top;
const offsetIn = (scroller: Element, turn: Element): number =>
  turn.getBoundingClientRect().top - edgeOf(scroller);
