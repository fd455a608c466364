import { bootstrapBradleyTerry } from '@pairwright/stats/pairwise/bootstrap';
import { bradleyTerry } from '@pairwright/stats/pairwise/bradley-terry';
import type { Comparisons } from '@pairwright/stats/pairwise/comparisons';
import { intervalsOf } from '@pairwright/stats/pairwise/intervals';
import { randomFrom } from '@pairwright/stats/numeric/random';
import type { Bench, Benchmark, Figure } from './benchmark.ts';

const VOTES = 1_000_000;
const MODELS = 200;
const ROUNDS = 1_000;
/** Of a hundred votes each, such as prompts. */
const CLUSTERS = 10_000;
const FIT_LIMIT_MS = 500;
const BOOTSTRAP_LIMIT_MS = 10_000;

/** Abilities with sandwich intervals from a million votes as they lie in memory. */
export const bradleyTerryFit: Benchmark = {
  name: 'stats_bradley_terry_ms',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    const votes = drawVotes(bench.seed);
    const intervals = (comparisons: Comparisons): void => {
      const { fit } = bradleyTerry(comparisons);
      intervalsOf(fit!.estimate.logAbility, fit!.sandwichError!.logAbility);
    };
    const took = Array.from({ length: 7 }, () => processorMs(() => intervals(votes)));
    const clustered = inClusters(votes);
    const tookClustered = Array.from({ length: 3 }, () => processorMs(() => intervals(clustered)));
    const value = Math.min(...took);
    return {
      value,
      limit: FIT_LIMIT_MS,
      ratio: value / FIT_LIMIT_MS,
      unit: 'ms',
      how: `${VOTES} votes over ${MODELS} models, from raw columns to sandwich intervals, processor time, the least of ${took.length}; the first, before the code is warm, took ${Math.round(took[0]!)} ms, errors by ${CLUSTERS} clusters ${Math.round(Math.min(...tookClustered))} ms`,
      more: { first_ms: took[0]!.toFixed(1), clustered_ms: Math.min(...tookClustered).toFixed(1) },
    };
  },
};

/** The same with bootstrap intervals, of which every round is fitted anew. */
export const bradleyTerryBootstrap: Benchmark = {
  name: 'stats_bradley_terry_bootstrap_ms',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    const votes = drawVotes(bench.seed);
    const bootstrap = (comparisons: Comparisons): void => {
      const { spread } = bootstrapBradleyTerry(comparisons, { rounds: ROUNDS, seed: bench.seed });
      if (spread === null) throw new Error('The bootstrap gave no intervals.');
    };
    const value = processorMs(() => bootstrap(votes));
    const clusteredVotes = inClusters(votes);
    const clustered = processorMs(() => bootstrap(clusteredVotes));
    return {
      value,
      limit: BOOTSTRAP_LIMIT_MS,
      ratio: value / BOOTSTRAP_LIMIT_MS,
      unit: 'ms',
      how: `${ROUNDS} rounds over ${VOTES} votes and ${MODELS} models, from raw columns to percentile intervals, votes drawn anew, processor time; by ${CLUSTERS} clusters it takes ${Math.round(clustered)} ms`,
      more: { clustered_ms: clustered.toFixed(0) },
    };
  },
};

/** On one thread as long as the work takes, whatever else the machine does. */
function processorMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function inClusters(votes: Comparisons): Comparisons {
  return { ...votes, cluster: { of: votes.a.map((_, row) => row % CLUSTERS), clusters: CLUSTERS } };
}

/** A sixth of the votes are ties; abilities are spread as those of real boards are. */
function drawVotes(seed: number): Comparisons {
  const random = randomFrom(seed);
  const ability = Float64Array.from({ length: MODELS }, () => 2 * (random() + random() + random() - 1.5));
  const a = new Int32Array(VOTES);
  const b = new Int32Array(VOTES);
  const outcome = new Int8Array(VOTES);
  for (let vote = 0; vote < VOTES; vote += 1) {
    a[vote] = Math.floor(random() * MODELS);
    b[vote] = (a[vote]! + 1 + Math.floor(random() * (MODELS - 1))) % MODELS;
    const win = 1 / (1 + Math.exp(ability[b[vote]!]! - ability[a[vote]!]!));
    const at = random();
    if (at > 1 / 6) outcome[vote] = random() < win ? 1 : -1;
  }
  return { a, b, outcome, items: MODELS };
}
