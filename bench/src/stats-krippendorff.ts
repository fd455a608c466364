import { krippendorffAlpha } from '@pairwright/stats/agreement/krippendorff';
import { type Random, randomFrom } from '@pairwright/stats/numeric/random';
import type { Votes } from '@pairwright/stats/votes';
import { type Bench, type Benchmark, type Figure, median } from './benchmark.ts';

const LIMIT_MS = 500;
const VOTES = 1_000_000;
const RATERS = 500;
const LABELS = 7;
const VOTES_PER_UNIT = 3;
const RUNS = 11;

/** Agreement over all votes of a large project, as the dashboard asks for it. */
export const statsKrippendorff: Benchmark = {
  name: 'stats_krippendorff_ms',
  goal: { atMost: 1 },
  async run({ seed }: Bench): Promise<Figure> {
    const votes = someVotes(randomFrom(seed));
    const times = Array.from({ length: RUNS }, () => timed(() => krippendorffAlpha(votes, 'ordinal').alpha));
    const reading = Array.from({ length: RUNS }, () => timed(() => readOnce(votes)));
    const value = median(times);
    return {
      value,
      limit: LIMIT_MS,
      ratio: value / LIMIT_MS,
      unit: 'ms',
      how: `median of ${RUNS} runs of ordinal alpha over ${VOTES.toLocaleString('en')} votes in mixed order, ${LABELS} levels, ${RATERS} raters, ${votes.units.toLocaleString('en')} units, in one thread of Node.js`,
      more: {
        alpha: krippendorffAlpha(votes, 'ordinal').alpha?.toFixed(4) ?? 'none',
        first_run_ms: times[0]!.toFixed(1),
        best_ms: Math.min(...times).toFixed(1),
        reading_the_votes_ms: Math.min(...reading).toFixed(1),
      },
    };
  },
};

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** What any statistic must do at least: count the votes of each unit, in the order they came. */
function readOnce({ unit, label, units }: Votes): number {
  const sums = new Int32Array(units);
  for (let vote = 0; vote < unit.length; vote += 1) sums[unit[vote]!] = sums[unit[vote]!]! + label[vote]!;
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

/** Units lie evenly on the scale, raters see them with an error of about a level. */
function someVotes(random: Random): Votes {
  const below = (limit: number): number => Math.floor(random() * limit);
  const units = Math.floor(VOTES / VOTES_PER_UNIT);
  const truth = Float64Array.from({ length: units }, () => random() * LABELS);
  const order = Int32Array.from({ length: VOTES }, (_, at) => at % units);
  for (let at = VOTES - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  const error = (): number => 2 * (random() + random() + random() - 1.5);
  return {
    unit: order,
    rater: Int32Array.from({ length: VOTES }, () => below(RATERS)),
    label: order.map((unit) => Math.min(LABELS - 1, Math.max(0, Math.floor(truth[unit]! + error())))),
    units,
    raters: RATERS,
    labels: LABELS,
  };
}
