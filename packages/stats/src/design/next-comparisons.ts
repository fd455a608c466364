import { pairInformationGain } from './information-gain.ts';

/** Comparisons of the same items, of which some are still to be made. */
export interface OpenGroup {
  /** Index of the item of each response; an item may be there twice. Fewer than two different ones tell nothing of items. */
  readonly items: readonly number[];
  readonly open: number;
  /** How much judges of another kind differ about the first of them, 0..1, descending; 0 where nothing is said. */
  readonly disagreement: readonly number[];
}

/** Log abilities as normal: means and covariance, `items` rows. */
export interface Abilities {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** The next comparison of a group, and what it is worth, in nats. */
export interface Pick {
  readonly group: number;
  readonly value: number;
}

/** What disagreement is worth where nothing is to be learned of items: a comparison of two that differ by N(0, 1). */
const UNKNOWN = pairInformationGain(0, 1);

/**
 * Up to `most` comparisons worth making next, best first. The worth of one is the mean over its pairs of the expected
 * information (`pairInformationGain`), times 1 + disagreement; where it has no two items that differ, disagreement alone
 * times the information at N(0, 1). Each pick is taken for made: a comparison of k items adds 2/k of p (1 - p) for each of
 * its pairs to the information, so that the next ones are worth less where it was (greedy for a gain that only falls, by
 * Minoux 1978). Comparisons worth nothing are not picked. Cost: n^2 for each pick with n items.
 */
export function nextComparisons(
  groups: readonly OpenGroup[],
  { mean, covariance }: Abilities,
  most: number,
): Pick[] {
  const plan = { mean, covariance: covariance.slice() };
  const made = new Int32Array(groups.length);
  const worth = (group: number): number => valueOf(groups[group]!, made[group]!, plan);
  const queue = new Descending(groups.map((_, group) => ({ group, value: worth(group) })));
  const picks: Pick[] = [];
  while (picks.length < most) {
    const top = queue.pop();
    if (top === undefined || !(top.value > 0)) break;
    // What it was worth may be from before other picks.
    const value = worth(top.group);
    if (value < top.value && value < (queue.top()?.value ?? 0)) {
      queue.push({ group: top.group, value });
      continue;
    }
    if (!(value > 0)) continue;
    picks.push({ group: top.group, value });
    made[top.group]! += 1;
    takeForMade(groups[top.group]!, plan);
    queue.push({ group: top.group, value: worth(top.group) });
  }
  return picks;
}

function valueOf({ items, open, disagreement }: OpenGroup, made: number, plan: Abilities): number {
  if (made >= open) return 0;
  const differ = disagreement[made] ?? 0;
  const pairs = pairsOf(items);
  if (pairs.length === 0) return differ * UNKNOWN;
  const information = pairs.reduce((sum, [a, b]) => sum + informationOf(a, b, plan), 0);
  return (information / ((items.length * (items.length - 1)) / 2)) * (1 + differ);
}

function informationOf(a: number, b: number, { mean, covariance }: Abilities): number {
  return pairInformationGain(mean[a]! - mean[b]!, Math.sqrt(varianceOf(a, b, { mean, covariance })));
}

function varianceOf(a: number, b: number, { mean: { length: n }, covariance }: Abilities): number {
  return Math.max(0, covariance[a * n + a]! + covariance[b * n + b]! - 2 * covariance[a * n + b]!);
}

/** Sherman and Morrison (1950), for each pair. */
function takeForMade({ items }: OpenGroup, { mean, covariance }: Abilities): void {
  const n = mean.length;
  for (const [a, b] of pairsOf(items)) {
    const p = 1 / (1 + Math.exp(mean[b]! - mean[a]!));
    const information = (p * (1 - p) * 2) / items.length;
    const along = Float64Array.from(mean, (_, row) => covariance[row * n + a]! - covariance[row * n + b]!);
    const share = information / (1 + information * (along[a]! - along[b]!));
    for (let row = 0; row < n; row += 1) {
      const scaled = share * along[row]!;
      for (let column = 0; column < n; column += 1) covariance[row * n + column]! -= scaled * along[column]!;
    }
  }
}

/** Places of different items. */
function pairsOf(items: readonly number[]): [number, number][] {
  return items.flatMap((a, index) =>
    items.slice(index + 1).flatMap((b): [number, number][] => (a === b ? [] : [[a, b]])),
  );
}

/** A binary heap: the largest value first, of equal ones the lowest group. */
class Descending {
  private readonly heap: Pick[] = [];
  constructor(picks: readonly Pick[]) {
    for (const pick of picks) this.push(pick);
  }

  top(): Pick | undefined {
    return this.heap[0];
  }

  push(pick: Pick): void {
    const { heap } = this;
    let at = heap.push(pick) - 1;
    for (let above = (at - 1) >> 1; at > 0 && before(pick, heap[above]!); above = (at - 1) >> 1) {
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = pick;
  }

  pop(): Pick | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below += 1;
      if (!before(heap[below]!, last)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

function before(one: Pick, other: Pick): boolean {
  return one.value > other.value || (one.value === other.value && one.group < other.group);
}
