import { discreteOf, poissonsOf } from '../numeric/discrete.ts';
import { type FillWords, type Random, randomFrom, wordsFrom } from '../numeric/random.ts';
import type { Clustering } from './comparisons.ts';
import { rowsByCluster } from './sandwich.ts';

/** Writes counts of votes, drawn anew, over all entries of `counts`. */
export type Resample = (counts: Float64Array) => void;

/**
 * Draws as many votes as there were, each of the votes there were with equal chance: counts are multinomial. Entries
 * are first drawn each by itself from a Poisson distribution whose mean is a little too small; given their sum these
 * are multinomial too, and the rest of the votes is drawn one by one. So a million votes cost as much as their pairs.
 */
export function resampleVotes(counts: Float64Array, seed: number): Resample {
  const entries = Int32Array.from(counts.keys()).filter((entry) => counts[entry]! > 0);
  const weights = Float64Array.from(entries, (entry) => counts[entry]!);
  const votes = Math.round(weights.reduce((sum, weight) => sum + weight, 0));
  const drawSingly = singleVotes(entries, weights, randomFrom(seed));
  const share = 1 - 2 / Math.sqrt(votes);
  const drawMost =
    votes < 2 * entries.length || share < 0.5
      ? null
      : poissonVotes(entriesByWeight(entries, weights), { share, fill: wordsFrom(seed ^ 0x5bd1e995) });
  return (drawn) => {
    drawn.fill(0);
    let sum = 0;
    if (drawMost !== null)
      do sum = drawMost(drawn);
      while (sum > votes);
    drawSingly(drawn, votes - sum);
  };
}

/** Adds so many votes, one by one. */
function singleVotes(
  entries: Int32Array,
  weights: Float64Array,
  random: Random,
): (drawn: Float64Array, votes: number) => void {
  const { slots, guide, cumulative } = discreteOf(weights);
  return (drawn, votes) => {
    for (let vote = 0; vote < votes; vote += 1) {
      const u = random();
      let k = guide[Math.floor(u * slots)]!;
      while (u >= cumulative[k]!) k += 1;
      drawn[entries[k]!]! += 1;
    }
  };
}

interface EntriesByWeight {
  /** Distinct weights, ascending. */
  readonly weights: Float64Array;
  /** Entries of weight w are at start[w] to start[w + 1]. */
  readonly start: Int32Array;
  readonly entries: Int32Array;
}

function entriesByWeight(entries: Int32Array, weights: Float64Array): EntriesByWeight {
  const distinct = Float64Array.from(new Set(weights)).sort();
  const indexOf = new Map(Array.from(distinct, (weight, index) => [weight, index]));
  const of = Int32Array.from(weights, (weight) => indexOf.get(weight)!);
  const { start, rows } = rowsByCluster({ of, clusters: distinct.length });
  return { weights: distinct, start, entries: rows.map((row) => entries[row]!) };
}

/** Writes a Poisson number for each entry, of mean share * weight; the sum of all. */
function poissonVotes(
  { weights, start, entries }: EntriesByWeight,
  { share, fill }: { share: number; fill: FillWords },
): (drawn: Float64Array) => number {
  const { slots, guide, cumulative, base } = poissonsOf(weights.map((weight) => share * weight));
  const words = new Uint32Array(entries.length);
  const shift = 32 - Math.log2(slots);
  return (drawn) => {
    fill(words);
    let sum = 0;
    for (let one = 0; one < weights.length; one += 1) {
      const [slot, least, end] = [one * slots, base[one]!, start[one + 1]!];
      for (let index = start[one]!; index < end; index += 1) {
        const word = words[index]!;
        let k = guide[slot + (word >>> shift)]!;
        while (word >= cumulative[k]! * 2 ** 32) k += 1;
        drawn[entries[index]!] = least + k;
        sum += least + k;
      }
    }
    return sum;
  };
}

export interface ClusteredEntries {
  readonly cluster: Clustering;
  /** Where each row is counted. */
  readonly entries: Int32Array;
  readonly count?: Float64Array | undefined;
}

/** Draws as many clusters as have rows, each with equal chance, and counts all rows of each as often as it was drawn. */
export function resampleClusters({ cluster, entries, count }: ClusteredEntries, seed: number): Resample {
  const random = randomFrom(seed);
  const { start, rows } = rowsByCluster(cluster);
  const inUse = Int32Array.from({ length: cluster.clusters }, (_, one) => one).filter(
    (one) => start[one + 1]! > start[one]!,
  );
  const entryOf = Int32Array.from(rows, (row) => entries[row]!);
  const countOf = count && Float64Array.from(rows, (row) => count[row]!);
  return (drawn) => {
    const times = new Int32Array(cluster.clusters);
    for (let draw = 0; draw < inUse.length; draw += 1)
      times[inUse[Math.floor(random() * inUse.length)]!]! += 1;
    drawn.fill(0);
    for (let one = 0; one < times.length; one += 1) {
      const often = times[one]!;
      if (often === 0) continue;
      const end = start[one + 1]!;
      for (let place = start[one]!; place < end; place += 1)
        drawn[entryOf[place]!]! += countOf === undefined ? often : often * countOf[place]!;
    }
  };
}
