import type { NotDefined } from '../not-defined.ts';
import { normalTwoSided } from '../numeric/normal.ts';
import { runLengths } from '../numeric/ranks.ts';

export interface KendallTau {
  /** 1 for the same order, -1 for the reverse, 0 for no relation. */
  readonly tau: number | null;
  /** Two-sided p if the two had nothing to do with each other. */
  readonly p: number | null;
  /** Of the exact distribution (no ties, at most 50 objects) or of the normal one with its variance corrected for ties. */
  readonly method: 'exact' | 'normal' | null;
  readonly objects: number;
  readonly reason: NotDefined | null;
}

/**
 * Kendall's tau-b of two ratings of the same objects: (concordant - discordant pairs) / √(pairs not tied in the one ×
 * pairs not tied in the other), in n log n steps. Kendall (1938, 1945); counting: Knight (1966).
 *
 * Undefined with fewer than two objects or when either rates all the same. Throws a RangeError when the two differ in
 * length.
 */
export function kendallTauB(first: ArrayLike<number>, second: ArrayLike<number>): KendallTau {
  const objects = first.length;
  if (second.length !== objects) throw new RangeError('The two ratings must be of the same objects.');
  const undefinedFor = (reason: NotDefined): KendallTau => ({
    tau: null,
    p: null,
    method: null,
    objects,
    reason,
  });
  if (objects === 0) return undefinedFor('no_data');
  if (objects < 2) return undefinedFor('too_few');
  const { ofFirst, ofSecond, score, discordant } = orderOf(first, second);
  const pairs = (objects * (objects - 1)) / 2;
  const untied = [ofFirst, ofSecond].map((lengths) => pairs - tiedPairs(lengths));
  if (untied.includes(0)) return undefinedFor('no_variation');
  const tau = score / Math.sqrt(untied[0]! * untied[1]!);
  if (objects <= 50 && untied[0] === pairs && untied[1] === pairs)
    return { tau, p: exactP(objects, discordant), method: 'exact', objects, reason: null };
  const variance = varianceUnderChance(objects, ofFirst, ofSecond);
  return {
    tau,
    p: normalTwoSided(score / Math.sqrt(variance)),
    method: 'normal',
    objects,
    reason: null,
  };
}

interface Order {
  /** Sizes of the groups of objects that the one rates the same, and the other. */
  readonly ofFirst: number[];
  readonly ofSecond: number[];
  /** Concordant less discordant pairs. */
  readonly score: number;
  readonly discordant: number;
}

function orderOf(first: ArrayLike<number>, second: ArrayLike<number>): Order {
  const objects = first.length;
  const order = Array.from(first, (_, index) => index).sort(
    (a, b) => first[a]! - first[b]! || second[a]! - second[b]!,
  );
  const seconds = Float64Array.from(order, (index) => second[index]!);
  const ofFirst = runLengths(order.map((index) => first[index]!));
  let [from, tiedInBoth] = [0, 0];
  for (const length of ofFirst) {
    tiedInBoth += tiedPairs(runLengths(seconds.subarray(from, from + length)));
    from += length;
  }
  // The only inversions left are between objects that the first puts apart.
  const discordant = sortCountingInversions(seconds);
  const ofSecond = runLengths(seconds);
  const untied = (objects * (objects - 1)) / 2 - tiedPairs(ofFirst) - tiedPairs(ofSecond) + tiedInBoth;
  return { ofFirst, ofSecond, score: untied - 2 * discordant, discordant };
}

function tiedPairs(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + (length * (length - 1)) / 2, 0);
}

/** Merge sort in place; says how many pairs stood in descending order. */
function sortCountingInversions(values: Float64Array): number {
  let inversions = 0;
  const merged = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let from = 0; from < values.length; from += 2 * width) {
      const middle = Math.min(from + width, values.length);
      const to = Math.min(from + 2 * width, values.length);
      let [left, right] = [from, middle];
      for (let at = from; at < to; at += 1) {
        if (right === to || (left < middle && values[left]! <= values[right]!)) {
          merged[at] = values[left]!;
          left += 1;
        } else {
          merged[at] = values[right]!;
          right += 1;
          inversions += middle - left;
        }
      }
    }
    values.set(merged);
  }
  return inversions;
}

/** Of the score, when either order is as likely as any other with the same ties. */
function varianceUnderChance(n: number, first: readonly number[], second: readonly number[]): number {
  const sum = (lengths: readonly number[], term: (t: number) => number): number =>
    lengths.reduce((total, length) => total + term(length), 0);
  const own = (t: number): number => t * (t - 1) * (2 * t + 5);
  const two = (t: number): number => t * (t - 1);
  const three = (t: number): number => t * (t - 1) * (t - 2);
  const untied = (n * (n - 1) * (2 * n + 5) - sum(first, own) - sum(second, own)) / 18;
  const both = (sum(first, two) * sum(second, two)) / (2 * n * (n - 1));
  return n === 2
    ? untied + both
    : untied + both + (sum(first, three) * sum(second, three)) / (9 * n * (n - 1) * (n - 2));
}

/** Twice the chance of so few inversions, or of so few in the reverse order, in a random permutation; at most 1. */
function exactP(n: number, discordant: number): number {
  const most = (n * (n - 1)) / 2;
  const least = Math.min(discordant, most - discordant);
  let chances = Float64Array.of(1);
  for (let objects = 2; objects <= n; objects += 1) {
    const next = new Float64Array(chances.length + objects - 1);
    // The new object stands before 0..objects - 1 others, each as likely.
    for (let before = 0; before < objects; before += 1)
      chances.forEach((chance, at) => {
        next[at + before] = next[at + before]! + chance / objects;
      });
    chances = next;
  }
  return Math.min(1, 2 * chances.slice(0, least + 1).reduce((sum, chance) => sum + chance, 0));
}
