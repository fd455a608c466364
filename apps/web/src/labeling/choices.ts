import type { Answer } from '@pairwright/contract/annotate';
import type { Scale } from '@pairwright/contract/projects';
import type { Translate } from '../i18n/use-i18n.ts';
import type { Chord } from './shortcuts/chord.ts';
import { pointText, scalePoints } from './scale.ts';

/** One answer a person can give, with its keys. */
export interface Choice {
  id: string;
  answer: Answer;
  chords: readonly Chord[];
  glyph: string | null;
  side: 'a' | 'b' | 'tie' | null;
  /** 1 for the strongest preference, towards 0 in the middle. */
  strength: number;
}

/** The positions of the scale, left to right as drawn: keys 1..n, with A, B and E as other names on short scales. */
export function scaleChoices(scale: Scale): Choice[] {
  const short = scale.points <= 3;
  return scalePoints(scale.points).map((point) => {
    const letters: Chord[] = point.side === 'tie' ? ['e'] : short ? [point.side] : [];
    return {
      id: `position-${point.position}`,
      answer: { outcome: 'scale', position: point.position },
      chords: [String(point.position), ...letters],
      glyph: point.glyph,
      side: point.side,
      strength: Math.abs(point.position - (scale.points + 1) / 2) / ((scale.points - 1) / 2),
    };
  });
}

/** Answers beside the scale. */
export function extraChoices(scale: Scale): Choice[] {
  const extras: Choice[] = [];
  const add = (id: string, answer: Answer, chord: Chord, glyph: string | null, side: 'tie' | null): void => {
    extras.push({ id, answer, chords: [chord], glyph, side, strength: 0 });
  };
  // An odd scale has the tie in its middle.
  if (scale.allowTie && scale.points % 2 === 0) add('tie', { outcome: 'tie' }, 'e', '=', 'tie');
  if (scale.allowBothBad) add('both_bad', { outcome: 'both_bad' }, 'x', null, null);
  if (scale.allowCannotJudge) add('cannot_judge', { outcome: 'cannot_judge' }, 'n', null, null);
  return extras;
}

export function choiceText(choice: Choice, points: number, t: Translate): string {
  const { answer } = choice;
  if (answer.outcome !== 'scale') return t(`labeling.${answer.outcome}`);
  const point = scalePoints(points)[answer.position - 1];
  return point === undefined ? '' : pointText(point, t);
}

export function sameAnswer(one: Answer | null, other: Answer): boolean {
  if (one === null || one.outcome !== other.outcome) return false;
  return one.outcome !== 'scale' || other.outcome !== 'scale' || one.position === other.position;
}
