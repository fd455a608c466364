import { matchesChord, type KeyLike } from '../../labeling/shortcuts/chord.ts';
import type { Place } from './keys-here.ts';

/** After `G` the next key says where to; so long it is waited for. */
const patienceMs = 3_000;

/** Where the key leads; undefined where no place has this letter. */
export function placeOf(places: readonly Place[], event: KeyLike): Place | undefined {
  return places.find(({ letter }) => matchesChord(letter, event));
}

interface Options {
  places: () => readonly Place[];
  go: (place: Place) => void;
}

/**
 * Hears one key before the page does: a letter of a place leads there, any other is the page's own. Gives the way to stop
 * waiting. A field or a dialog that has opened meanwhile takes the key.
 */
export function waitForLetter({ places, go }: Options): () => void {
  const stop = (): void => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey, { capture: true });
  };
  const onKey = (event: KeyboardEvent): void => {
    // Shift alone is no key yet.
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    stop();
    if (event.isComposing || event.keyCode === 229 || isTaken(event.target)) return;
    const place = placeOf(places(), event);
    if (place === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    go(place);
  };
  const timer = setTimeout(stop, patienceMs);
  document.addEventListener('keydown', onKey, { capture: true });
  return stop;
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
