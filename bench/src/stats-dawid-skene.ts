import { randomFrom, type Random } from '@pairwright/stats/numeric/random';
import { dawidSkene } from '@pairwright/stats/labels/dawid-skene';
import type { Votes } from '@pairwright/stats/votes';
import type { Bench, Benchmark, Figure } from './benchmark.ts';

const VOTES = 1_000_000;
const UNITS = 333_333;
const RATERS = 500;
const CLASSES = 3;
const ROUNDS = 100;
const LIMIT_MS = 10_000;
const RUNS = 3;

/** Dawid and Skene's model on a large project. Time of the processor, the least of a few fits: others may be at work on the machine. */
export const statsDawidSkene: Benchmark = {
  name: 'stats_dawid_skene_ms',
  goal: { atMost: 1 },
  run(bench: Bench): Promise<Figure> {
    const votes = drawVotes(randomFrom(bench.seed));
    let value = Infinity;
    let wall = Infinity;
    for (let run = 0; run < RUNS; run += 1) {
      const begun = performance.now();
      const used = process.cpuUsage();
      const { found } = dawidSkene(votes, { maxIterations: ROUNDS, tolerance: 0 });
      const { user, system } = process.cpuUsage(used);
      value = Math.min(value, (user + system) / 1_000);
      wall = Math.min(wall, performance.now() - begun);
      if (found?.iterations !== ROUNDS) throw new Error('The fit ended before its rounds.');
    }
    return Promise.resolve({
      value,
      limit: LIMIT_MS,
      ratio: value / LIMIT_MS,
      unit: 'ms',
      how: `time of one core, least of ${RUNS} fits: ${VOTES.toLocaleString('en')} votes of ${RATERS} annotators on ${UNITS.toLocaleString('en')} units, ${CLASSES} classes, ${ROUNDS} rounds of EM from ungrouped votes to the posteriors`,
      more: { ms_per_round: (value / ROUNDS).toFixed(1), ms_on_the_clock: Math.round(wall) },
    });
  },
};

/** Raters of 60 to 95%, three votes a unit and one more for the last. */
function drawVotes(random: Random): Votes {
  const accuracy = Float64Array.from({ length: RATERS }, () => 0.6 + 0.35 * random());
  const truth = Int32Array.from({ length: UNITS }, () => Math.floor(random() * CLASSES));
  const column = (): Int32Array => new Int32Array(VOTES);
  const votes = {
    unit: column(),
    rater: column(),
    label: column(),
    units: UNITS,
    raters: RATERS,
    labels: CLASSES,
  };
  for (let vote = 0; vote < VOTES; vote += 1) {
    // As they come in: the units in turn, three times over.
    const unit = vote % UNITS;
    const rater = Math.floor(random() * RATERS);
    const right = random() < accuracy[rater]!;
    votes.unit[vote] = unit;
    votes.rater[vote] = rater;
    votes.label[vote] = right
      ? truth[unit]!
      : (truth[unit]! + 1 + Math.floor(random() * (CLASSES - 1))) % CLASSES;
  }
  return votes;
}
