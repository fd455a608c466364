import { useEffect, useRef } from 'react';
import type { Work } from '../../session/session.ts';
import { passageLanguage } from '../../pane/passage-language.ts';
import { contentOf, mapOf, messageElement, messagesOnScreen, rangesOf } from './phrases.ts';
import type { Phrase } from './phrases.ts';
import type { Slice } from './passage-map.ts';

/** Marking by keyboard: a selection of whole words that arrows move and Shift extends. */
export interface WordSteps {
  readonly place: number;
  readonly message: number;
  /** Words of the message, first to last; the selection goes from one end to the other, whichever comes first. */
  readonly words: readonly Slice[];
  readonly fixed: number;
  readonly moving: number;
}

/** Where marking by keyboard begins: at what is selected, else at the answer that has the focus, else at the first. */
export function beginSteps(work: Work, selected: Phrase | null): WordSteps | null {
  const all = messagesOnScreen();
  const focused = document.activeElement?.closest<HTMLElement>('[data-place]')?.dataset['place'];
  const at = selected ?? all.find(({ place }) => String(place) === focused) ?? all[0] ?? null;
  return at === null ? null : stepsIn(work, at, selected?.slice ?? null);
}

function stepsIn(work: Work, at: Pick<Phrase, 'place' | 'message'>, slice: Slice | null): WordSteps | null {
  const language = passageLanguage(contentOf(work, at) ?? '', work.language);
  const words = mapOf(work, at)?.words(language) ?? [];
  if (words.length === 0) return null;
  const inside = words.flatMap((word, index) =>
    slice !== null && word.from < slice.to && word.to > slice.from ? [index] : [],
  );
  const { place, message } = at;
  return { place, message, words, fixed: inside[0] ?? 0, moving: inside.at(-1) ?? 0 };
}

export function phraseOfSteps({ place, message, words, fixed, moving }: WordSteps): Phrase {
  const ends = [words[fixed], words[moving]] as [Slice, Slice];
  const slice = {
    from: Math.min(...ends.map((word) => word.from)),
    to: Math.max(...ends.map((word) => word.to)),
  };
  return { place, message, slice };
}

/** How far each key goes; lines are not known to words, so up and down go ten of them. */
const strides: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };

/** What a key makes of the selection; null when the key means nothing here. */
export function stepBy(
  work: Work,
  steps: WordSteps,
  press: { key: string; shiftKey: boolean },
): WordSteps | null {
  const last = steps.words.length - 1;
  const stride = strides[press.key];
  const ends: Record<string, number> = { Home: 0, End: last };
  const to = stride === undefined ? ends[press.key] : steps.moving + stride;
  if (to !== undefined) {
    const moving = Math.max(0, Math.min(last, to));
    return { ...steps, moving, fixed: press.shiftKey ? steps.fixed : moving };
  }
  if (press.key !== 'Tab') return null;
  const all = messagesOnScreen();
  const here = all.findIndex(({ place, message }) => place === steps.place && message === steps.message);
  const next = all[(here + (press.shiftKey ? -1 : 1) + all.length) % all.length];
  return next === undefined ? null : stepsIn(work, next, null);
}

/** Selects the words in the page, so that they are seen as any selection is, and keeps them in view. */
export function showSteps(work: Work, steps: WordSteps): void {
  const ranges = rangesOf(work, phraseOfSteps(steps));
  const first = ranges[0];
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return;
  getSelection()?.setBaseAndExtent(
    first.startContainer,
    first.startOffset,
    last.endContainer,
    last.endOffset,
  );
  const end = steps.moving >= steps.fixed ? last.endContainer : first.startContainer;
  (end instanceof Element ? end : end.parentElement)?.scrollIntoView({ block: 'nearest' });
}

export interface StepKeys {
  move: (steps: WordSteps) => void;
  /** A digit: the label of that place. */
  label: (index: number) => void;
  leave: () => void;
}

/** Takes the keys of the page while marking by keyboard is on. */
export function useStepKeys(work: Work, steps: WordSteps | null, keys: StepKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (steps === null) return;
    messageElement(steps)?.closest<HTMLElement>('[data-place]')?.focus({ preventScroll: true });
    showSteps(work, steps);
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('[data-phrase-bar]') !== null;
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      const next = stepBy(work, steps, event);
      if (next !== null) latest.current.move(next);
      else if (event.key === 'Escape') latest.current.leave();
      else if (digit !== undefined && !event.shiftKey) latest.current.label(Number(digit) - 1);
      else if (event.key === 'Enter') latest.current.label(0);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [work, steps]);
}
