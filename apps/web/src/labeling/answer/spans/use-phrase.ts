import { useCallback, useEffect, useRef, useState } from 'react';
import type { Work } from '../../session/session.ts';
import { phraseOf } from './phrases.ts';
import type { Phrase } from './phrases.ts';

/** So long a selection must rest before something is offered: on touch screens its ends are still being moved. */
const restMs = 200;

/** The phrase that is selected on the screen, once the selection rests; null when there is none. */
export function useSelectedPhrase(work: Work): [Phrase | null, (phrase: Phrase | null) => void] {
  const [phrase, setPhrase] = useState<Phrase | null>(null);
  const pressed = useRef(false);
  const read = useCallback((): void => {
    const selection = getSelection();
    const range = selection === null || selection.rangeCount === 0 ? null : selection.getRangeAt(0);
    // Whoever types into the note has left the text: what was selected stays meant.
    if (isTyping()) return;
    setPhrase((before) => sameOr(before, range === null ? null : phraseOf(work, range)));
  }, [work]);
  useEffect(() => {
    let timer = 0;
    const soon = (): void => {
      clearTimeout(timer);
      if (!pressed.current) timer = setTimeout(read, restMs);
    };
    const change = (): void => {
      // What was selected before is not meant any more, however quick the next press is.
      if (!isTyping()) setPhrase(null);
      soon();
    };
    const down = (): void => {
      pressed.current = true;
    };
    const up = (): void => {
      pressed.current = false;
      soon();
    };
    // Something may be selected already: this comes after the text.
    soon();
    document.addEventListener('selectionchange', change);
    document.addEventListener('pointerdown', down);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', up);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', change);
      document.removeEventListener('pointerdown', down);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', up);
    };
  }, [read]);
  return [phrase, setPhrase];
}

function isTyping(): boolean {
  return document.activeElement?.closest('[data-phrase-bar]') != null;
}

function sameOr(before: Phrase | null, next: Phrase | null): Phrase | null {
  const isSame =
    before !== null &&
    next !== null &&
    before.place === next.place &&
    before.message === next.message &&
    before.slice.from === next.slice.from &&
    before.slice.to === next.slice.to;
  return isSame ? before : next;
}
