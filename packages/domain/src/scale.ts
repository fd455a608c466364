import type { Scale } from '@pairwright/contract/question-form';

/**
 * On the scale of a question positions run 1..points from left to right as drawn. An even number of points forces a
 * side; with an odd number the middle position is the tie.
 */

/** One position as drawn. `first` means the response shown first (left, A); level 1 is the weakest preference. */
export type ScaleOption =
  | { readonly position: number; readonly side: 'first' | 'second'; readonly level: number }
  | { readonly position: number; readonly side: 'tie'; readonly level: 0 };

/** `presentedOrder[i]` is the canonical index of the response shown at place i. */
export type PresentedOrder = readonly number[];

/** What a person answered to a pair, before it is made independent of the order shown. */
export type PairAnswer =
  | { readonly outcome: 'scale'; readonly position: number }
  | { readonly outcome: 'tie' | 'both_bad' | 'cannot_judge' };

/** A decision in canonical terms: strength -3..3, negative = the first canonical response is preferred; null off the scale. */
export type Decision =
  | { readonly outcome: 'preference'; readonly position: number; readonly strength: number }
  | { readonly outcome: 'tie'; readonly position: number | null; readonly strength: 0 }
  | { readonly outcome: 'both_bad' | 'cannot_judge'; readonly position: null; readonly strength: null };

export const minPoints = 2;
export const maxPoints = 9;
export const maxStrength = 3;

/** The rule a scale breaks, or null when it can be used. */
export function scaleFault(scale: Scale): 'points_out_of_range' | 'odd_points_need_tie' | null {
  if (!Number.isInteger(scale.points) || scale.points < minPoints || scale.points > maxPoints)
    return 'points_out_of_range';
  return scale.points % 2 === 1 && !scale.allowTie ? 'odd_points_need_tie' : null;
}

/** How many levels of preference each side has: 1 for 2 or 3 points, up to 4 for 8 or 9. */
export function levelsOf(scale: Pick<Scale, 'points'>): number {
  return Math.floor(scale.points / 2);
}

/** The position of the tie on an odd scale, else null. */
export function tiePosition(scale: Pick<Scale, 'points'>): number | null {
  return scale.points % 2 === 1 ? (scale.points + 1) / 2 : null;
}

function optionAt(points: number, position: number): ScaleOption {
  const levels = Math.floor(points / 2);
  if (position <= levels) return { position, side: 'first', level: levels - position + 1 };
  if (position > points - levels) return { position, side: 'second', level: position - (points - levels) };
  return { position, side: 'tie', level: 0 };
}

/** The positions left to right as drawn. */
export function scaleOptions(scale: Pick<Scale, 'points'>): ScaleOption[] {
  return Array.from({ length: scale.points }, (_, index) => optionAt(scale.points, index + 1));
}

function canonicalSign(side: 'first' | 'second', presentedOrder: PresentedOrder): -1 | 1 {
  const shownFirstIsCanonicalFirst = presentedOrder[0] === 0;
  return (side === 'first') === shownFirstIsCanonicalFirst ? -1 : 1;
}

/**
 * The canonical strength of a position: sign * 3 * level / levels, the same whatever order was shown.
 * Throws RangeError for a position outside 1..points or an order that is not one of two responses.
 */
export function toStrength(
  scale: Pick<Scale, 'points'>,
  position: number,
  presentedOrder: PresentedOrder,
): { outcome: 'preference'; strength: number } | { outcome: 'tie'; strength: 0 } {
  if (!Number.isInteger(position) || position < 1 || position > scale.points) {
    throw new RangeError(`position ${position} is not on a scale of 1..${scale.points}`);
  }
  requirePair(presentedOrder);
  const option = optionAt(scale.points, position);
  if (option.side === 'tie') return { outcome: 'tie', strength: 0 };
  return {
    outcome: 'preference',
    strength: (canonicalSign(option.side, presentedOrder) * maxStrength * option.level) / levelsOf(scale),
  };
}

/** The position that gives this strength under this order; null when the scale has none (a tie on an even scale, a level of another scale). */
export function toPosition(
  scale: Pick<Scale, 'points'>,
  strength: number,
  presentedOrder: PresentedOrder,
): number | null {
  requirePair(presentedOrder);
  if (strength === 0) return tiePosition(scale);
  const levels = levelsOf(scale);
  const level = (Math.abs(strength) * levels) / maxStrength;
  if (!Number.isInteger(level) || level > levels) return null;
  const side = canonicalSign('first', presentedOrder) === Math.sign(strength) ? 'first' : 'second';
  return side === 'first' ? levels - level + 1 : scale.points - levels + level;
}

function requirePair(presentedOrder: PresentedOrder): void {
  const [left, right] = presentedOrder;
  if (presentedOrder.length !== 2 || !((left === 0 && right === 1) || (left === 1 && right === 0))) {
    throw new RangeError(`presented order [${presentedOrder.join(', ')}] is not an order of two responses`);
  }
}

/**
 * The decision an answer stands for, or null when the question does not offer it. On an odd scale the
 * answer `tie` and the middle position are the same decision, with the middle as its position.
 */
export function decide(scale: Scale, answer: PairAnswer, presentedOrder: PresentedOrder): Decision | null {
  switch (answer.outcome) {
    case 'scale': {
      const { position } = answer;
      if (!Number.isInteger(position) || position < 1 || position > scale.points) return null;
      return { ...toStrength(scale, position, presentedOrder), position };
    }
    case 'tie':
      return scale.allowTie ? { outcome: 'tie', position: tiePosition(scale), strength: 0 } : null;
    case 'both_bad':
      return scale.allowBothBad ? { outcome: 'both_bad', position: null, strength: null } : null;
    case 'cannot_judge':
      return scale.allowCannotJudge ? { outcome: 'cannot_judge', position: null, strength: null } : null;
  }
}
