import type { Answer } from '@pairwright/contract/judgment';
import type { LocalText, Scale } from '@pairwright/contract/question-form';
import type { Locale } from '../../i18n/locales.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import type { Chord } from '../shortcuts/chord.ts';
import { pointText, scalePoints } from './scale.ts';

type ChoiceAnswer = Extract<Answer, { outcome: 'scale' | 'tie' | 'both_bad' | 'cannot_judge' }>;

/** One answer a person can give to a pair, with its keys. */
export interface Choice {
  id: string;
  answer: ChoiceAnswer;
  chords: readonly Chord[];
  glyph: string | null;
  side: 'a' | 'b' | 'tie' | null;
  /** 1 for the strongest preference, towards 0 in the middle. */
  strength: number;
}

/** A choice of another kind of question. */
export interface AnyChoice extends Omit<Choice, 'answer'> {
  answer: Answer;
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
  // An odd scale has the tie in its middle.
  if (scale.allowTie && scale.points % 2 === 0) extras.push(extra('tie', 'e'));
  if (scale.allowBothBad) extras.push(extra('both_bad', 'x'));
  if (scale.allowCannotJudge) extras.push(extra('cannot_judge', 'n'));
  return extras;
}

function extra(outcome: 'tie' | 'both_bad' | 'cannot_judge', chord: Chord): Choice {
  const tie = outcome === 'tie';
  return {
    id: outcome,
    answer: { outcome },
    chords: [chord],
    glyph: tie ? '=' : null,
    side: tie ? 'tie' : null,
    strength: 0,
  };
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

/** The project's own name of a position where it has one, else the usual. */
export function levelText(
  choice: Choice,
  scale: { points: number; levels: readonly LocalText[] | null; locale: Locale },
  t: Translate,
): string {
  const { answer } = choice;
  const own = answer.outcome === 'scale' ? scale.levels?.[answer.position - 1] : undefined;
  return own?.[scale.locale] ?? choiceText(choice, scale.points, t);
}
