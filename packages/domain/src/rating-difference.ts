/** A rating that a margin is made of. */
export interface MarginRating {
  readonly key: string;
  /** Which end of its scale is better. */
  readonly better: 'higher' | 'lower';
}

/** What somebody whose judgment counts gave one response, by its canonical index, on one rating. */
export interface GivenRating {
  readonly key: string;
  readonly response: number;
  readonly value: number;
}

/**
 * How much better the first of two responses was rated than the second: the difference of their means on each of these ratings
 * that both have, better being greater, and of those the mean; null where they have none in common. Without any named (recipes
 * of before): the mean of all ratings of the first less that of all of the second, whatever they are about.
 */
export function ratingDifference(
  given: readonly GivenRating[],
  [first, second]: readonly [number, number],
  named: readonly MarginRating[] | null,
): number | null {
  const meanOf = (place: number, key: string | null): number | null =>
    mean(
      given.flatMap((one) =>
        one.response === place && (key === null || one.key === key) ? [one.value] : [],
      ),
    );
  const between = (key: string | null): number | null => {
    const [one, other] = [meanOf(first, key), meanOf(second, key)];
    return one === null || other === null ? null : one - other;
  };
  if (named === null) return between(null);
  // In an order of their own: sums of fractions depend on it.
  return mean(
    named
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .flatMap(({ key, better }) => {
        const difference = between(key);
        return difference === null ? [] : [better === 'higher' ? difference : -difference];
      }),
  );
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
