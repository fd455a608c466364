/**
 * The order in which the k-th issue (k from 0) of a comparison is shown: a list of canonical indexes.
 *
 * Two responses: the sides alternate, starting from the seed: (seed + issue) even shows [0, 1], odd [1, 0].
 * N responses: rotation by (seed + issue) mod N, so every N issues each response stands once at every
 * place; every second block of N runs the other way round, so neighbours change sides too.
 */
export function presentedOrder(count: number, seed: number, issue: number): number[] {
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`an order needs at least 2 responses, not ${count}`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`the seed ${seed} is not a whole number from 0`);
  if (!Number.isSafeInteger(issue) || issue < 0)
    throw new RangeError(`the issue ${issue} is not a whole number from 0`);
  const turn = seed + issue;
  if (count === 2) return turn % 2 === 0 ? [0, 1] : [1, 0];
  const backwards = Math.floor(turn / count) % 2 === 1;
  const shift = turn % count;
  return Array.from({ length: count }, (_, placeNumber) => {
    const index = (placeNumber + shift) % count;
    return backwards ? count - 1 - index : index;
  });
}
