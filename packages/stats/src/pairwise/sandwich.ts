import { dotsOf, fourDots } from '../numeric/dots.ts';
import type { Clustering, Comparisons } from './comparisons.ts';
import type { Design } from './design.ts';

/**
 * The middle of the sandwich, HC0: the sum over votes of the outer product of each vote's score, (y - p) times its row
 * of the design (White 1980). Its lower triangle, row after row, one row per parameter.
 */
export function meatOfVotes({ items, a, b, counts, extras }: Design, p: Float64Array): Float64Array {
  const n = items + extras.length;
  const meat = new Float64Array(n * n);
  const weight = new Float64Array(a.length);
  for (let cell = 0; cell < a.length; cell += 1) {
    const win = p[cell]!;
    const w = (weight[cell] =
      counts[3 * cell]! * win ** 2 +
      counts[3 * cell + 1]! * (0.5 - win) ** 2 +
      counts[3 * cell + 2]! * (1 - win) ** 2);
    const [first, second] = [a[cell]!, b[cell]!];
    if (first === second) continue;
    meat[first * n + first]! += w;
    meat[second * n + second]! += w;
    meat[Math.max(first, second) * n + Math.min(first, second)]! -= w;
  }
  for (const [index, column] of extras.entries()) {
    const row = (items + index) * n;
    for (let cell = 0; cell < a.length; cell += 1) {
      const w = weight[cell]! * column[cell]!;
      meat[row + a[cell]!]! += w;
      meat[row + b[cell]!]! -= w;
      for (let other = 0; other <= index; other += 1) meat[row + items + other]! += w * extras[other]![cell]!;
    }
  }
  return meat;
}

export interface ClusteredVotes {
  readonly comparisons: Comparisons & { readonly cluster: Clustering };
  readonly design: Design;
  /** Where in `design.counts` each row was counted. */
  readonly entries: Int32Array;
}

/**
 * The middle of the sandwich from scores summed by cluster, times G/(G-1) for G clusters with votes (Liang and Zeger
 * 1986); null when there is no second cluster.
 */
export function meatOfClusters(votes: ClusteredVotes, p: Float64Array): Float64Array | null {
  const { comparisons, design, entries } = votes;
  const { items, a, b, extras } = design;
  const n = items + extras.length;
  const { start, rows } = rowsByCluster(comparisons.cluster);
  const meat = new Float64Array(n * n);
  const score = new Float64Array(n);
  const places = { place: new Int32Array(n), value: new Float64Array(n) };
  let clusters = 0;
  for (let cluster = 0; cluster + 1 < start.length; cluster += 1) {
    for (let place = start[cluster]!; place < start[cluster + 1]!; place += 1) {
      const row = rows[place]!;
      const cell = Math.floor(entries[row]! / 3);
      const count = comparisons.count === undefined ? 1 : comparisons.count[row]!;
      const r = count * ((entries[row]! % 3) / 2 - p[cell]!);
      score[a[cell]!]! += r;
      score[b[cell]!]! -= r;
      for (let index = 0; index < extras.length; index += 1)
        score[items + index]! += r * extras[index]![cell]!;
    }
    if (start[cluster] !== start[cluster + 1]) clusters += 1;
    addOuter(meat, score, places);
  }
  if (clusters < 2) return null;
  const few = clusters / (clusters - 1);
  return meat.map((sum) => sum * few);
}

/** Adds the lower triangle of score * scoreᵀ, by its entries other than 0, and makes the score 0. */
function addOuter(meat: Float64Array, score: Float64Array, places: Places): void {
  const n = score.length;
  const { place, value } = places;
  let many = 0;
  for (let index = 0; index < n; index += 1) {
    if (score[index] === 0) continue;
    place[many] = index;
    value[many] = score[index]!;
    score[index] = 0;
    many += 1;
  }
  for (let one = 0; one < many; one += 1) {
    const row = place[one]! * n;
    const own = value[one]!;
    for (let other = 0; other <= one; other += 1) meat[row + place[other]!]! += own * value[other]!;
  }
}

/** Room for the entries of a score that are not 0. */
interface Places {
  readonly place: Int32Array;
  readonly value: Float64Array;
}

/** The rows of each cluster together: those of cluster k at start[k] to start[k + 1] of `rows`. */
export function rowsByCluster({ of, clusters }: Clustering): { start: Int32Array; rows: Int32Array } {
  const start = new Int32Array(clusters + 1);
  for (let row = 0; row < of.length; row += 1) {
    if (of[row]! >>> 0 >= clusters)
      throw new RangeError(`Row ${row} names a cluster that is not one of ${clusters}.`);
    start[of[row]! + 1]! += 1;
  }
  for (let cluster = 0; cluster < clusters; cluster += 1) start[cluster + 1]! += start[cluster]!;
  const next = start.slice();
  const rows = new Int32Array(of.length);
  for (let row = 0; row < of.length; row += 1) rows[next[of[row]!]!++] = row;
  return { start, rows };
}

/** The diagonal of C M C for symmetric C and M of n rows; of M the lower triangle is read. */
export function sandwichVariances(bread: Float64Array, meat: Float64Array, n: number): Float64Array {
  const variances = new Float64Array(n);
  const dots = dotsOf(n);
  for (let rows = 0; rows < n; rows += 4) {
    dots.rows = rows;
    for (let row = 0; row < n; row += 1) {
      dots.row = dots.to = row;
      fourDots(bread, meat, dots);
      for (let index = rows; index < rows + 4 && index < n; index += 1) {
        const x = bread[index * n + row]!;
        variances[index]! += x * (2 * dots.sums[index - rows]! + meat[row * n + row]! * x);
      }
    }
  }
  return variances;
}
