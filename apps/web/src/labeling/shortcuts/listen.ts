import { LateKey } from './late-key.ts';
import type { LateTools } from './late-key.ts';
import type { Scope, Shortcut, ShortcutEvent, ShortcutRegistry } from './registry.ts';

/** Some input methods send the key that ended a composition once more, shortly after. */
const afterComposition = 100;

export interface ListenOptions {
  /** Whether single keys are switched on by the person. */
  singleKeys: () => boolean;
  /** Tools that come on demand, where there are some. */
  late: LateTools | null;
}

/** Hears the keys of the whole page and runs what they mean. Returns the way to stop. */
export function listenForShortcuts(registry: ShortcutRegistry, options: ListenOptions): () => void {
  let composedAt = Number.NEGATIVE_INFINITY;
  const onCompositionEnd = (event: Event): void => {
    composedAt = event.timeStamp;
  };
  const late =
    options.late === null
      ? null
      : new LateKey(registry, options.late, (id, event) => {
          const shortcut = registry.list().find((one) => one.id === id);
          // Where the focus is by now: a field or a dialog may have opened.
          const scopes = scopesFor(event, document.activeElement);
          if (shortcut !== undefined && scopes.includes(shortcut.scope) && mayRun(shortcut, options))
            shortcut.run(event);
        });
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event) || event.timeStamp - composedAt < afterComposition)
      return;
    const scopes = scopesFor(event, event.target instanceof Element ? event.target : null);
    const shortcut = registry.find(event, scopes);
    if (shortcut === null) {
      const mayWait = scopes.includes('screen') && options.singleKeys() && !isDeskHidden();
      if (mayWait && late?.take(event) === true) event.preventDefault();
      return;
    }
    if (!mayRun(shortcut, options)) return;
    late?.drop();
    event.preventDefault();
    if (event.repeat && shortcut.hearsRepeat !== true) return;
    shortcut.run(event);
  };
  document.addEventListener('keydown', onKey);
  document.addEventListener('compositionend', onCompositionEnd);
  const stop = late === null ? null : registry.subscribe(late.look);
  return () => {
    stop?.();
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('compositionend', onCompositionEnd);
  };
}

function mayRun(shortcut: Shortcut, { singleKeys }: ListenOptions): boolean {
  if (shortcut.scope === 'screen' && shortcut.overDesk !== true && isDeskHidden()) return false;
  return singleKeys() || shortcut.always === true || shortcut.scope === 'dialog';
}

/** What cannot be seen is not judged. */
function isDeskHidden(): boolean {
  const desk = document.querySelector('[data-desk]');
  return desk !== null && getComputedStyle(desk).visibility === 'hidden';
}

function isComposing(event: KeyboardEvent): boolean {
  // 229 is what older browsers say while an input method is at work.
  return event.isComposing || event.keyCode === 229;
}

function scopesFor(event: ShortcutEvent, target: Element | null): readonly Scope[] {
  const editable = isEditable(target);
  if (document.querySelector('dialog[open]') !== null) return editable ? ['field'] : ['dialog'];
  if (editable) return ['field'];
  if (target?.closest('[role=menu], [role=listbox], [role=tablist], [role=grid]') != null) return [];
  if (ownsKey(event, target)) return [];
  return ['screen', 'global'];
}

function isEditable(target: Element | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(target.type)
  );
}

/** Keys that a focused control uses itself. */
function ownsKey(event: ShortcutEvent, target: Element | null): boolean {
  if (event.key === ' ' || event.key === 'Enter')
    return target?.closest('button, a[href], summary, input') != null;
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false;
  if (target?.closest('input, [role=radio]') != null) return true;
  const scroller = target?.closest('[tabindex="0"]');
  return scroller != null && scroller.scrollWidth > scroller.clientWidth + 1;
}
