import type { Rating } from '@pairwright/contract/question-form';
import type { Asked } from './adaptive.ts';

/** What somebody rated, by key; null: they could not judge. */
export type Rated = Readonly<Record<string, number>> | null;

export interface SpreadRule {
  /** No more judgments than these are asked for. */
  readonly most: number;
  /** Of the range of a scale: ratings no farther apart lie close together. */
  readonly spreadPercent: number;
}

/**
 * How many ratings a comparison is to get, given those it has. They have no lead; enough are there when of each rating two thirds lie
 * close together, so that one who sees it otherwise keeps nothing open. Else as many more are asked for as could bring that at
 * best, and when they would be more than the most there may be, the comparison is contested. Where nobody could judge, one more is
 * asked for. The same rule as `ratings_target` in the database.
 */
export function ratingsAskedFor(
  given: readonly Rated[],
  of: { readonly target: number; readonly ratings: readonly Pick<Rating, 'key' | 'min' | 'max'>[] },
  rule: SpreadRule,
): Asked {
  const { target } = of;
  if (given.length < target) return { target, contested: false };
  const wanted = of.ratings.flatMap(({ key, min, max }) => {
    const values = given.flatMap((rated) => (rated?.[key] === undefined ? [] : [rated[key]]));
    return values.length === 0 ? [] : [lacking(values, (max - min) * rule.spreadPercent)];
  });
  const more = wanted.length === 0 ? 1 : Math.max(...wanted);
  if (more <= 0) return { target, contested: false };
  if (given.length + more > rule.most) return { target, contested: true };
  return { target: given.length + more, contested: false };
}

/** So many more with the most that lie close together would make them two thirds. */
function lacking(values: readonly number[], spread: number): number {
  const close = values.map(
    (low) => values.filter((value) => value >= low && (value - low) * 100 <= spread).length,
  );
  return 2 * values.length - 3 * Math.max(...close);
}
