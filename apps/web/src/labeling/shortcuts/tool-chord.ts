import type { MainQuestion } from '@pairwright/contract/question-form';
import type { Chord } from './chord.ts';

/** Whether plain letters name answers in this kind of question. */
export function lettersAreAnswers(main: MainQuestion | null): boolean {
  return main?.kind === 'rank';
}

/**
 * The keys of a tool: a single letter moves to Shift where letters name answers. All letters move, not only A to I, so that
 * there is one rule to remember; undo stays, for it is pressed in a hurry.
 */
export function toolChord(chord: Chord, shifted: boolean): Chord {
  return shifted && /^[a-tv-z]$/.test(chord) ? `Shift+${chord}` : chord;
}
