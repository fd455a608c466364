import { expect, test } from 'vitest';
import type { Random } from '../numeric/random.ts';
import { type ValuedVotes, votesOfTable } from '../votes.ts';
import { alphaInterval } from './krippendorff-bootstrap.ts';
import { krippendorffAlpha } from './krippendorff.ts';
import { type Crowd, distance, rightBy, votesOf } from './votes.fixture.ts';

const near = (truth: number, random: Random): number =>
  Math.min(6, Math.max(0, Math.round(truth + 4 * random() - 2)));

const crowd = (more: Partial<Crowd>): ValuedVotes =>
  votesOf({ seed: 1, units: 300, raters: 9, votesPerUnit: 3, labels: 7, say: near, ...more });

test('the same seed gives the same interval, another one a near one', () => {
  const votes = crowd({});
  const { alpha } = krippendorffAlpha(votes, 'ordinal');
  const first = alphaInterval(votes, 'ordinal', { seed: 5 });
  expect(alphaInterval(votes, 'ordinal', { seed: 5 })).toEqual(first);
  const other = alphaInterval(votes, 'ordinal', { seed: 6 });
  expect(other).not.toEqual(first);
  for (const { low, high } of [first, other]) {
    expect(low).toBeLessThan(alpha!);
    expect(high).toBeGreaterThan(alpha!);
  }
  expect(distance(other.low, first.low!)).toBeLessThan(0.01);
  expect(first).toMatchObject({ replicates: 1_000, undefinedReplicates: 0, reason: null });
});

test('drawing patterns and drawing units one by one come to the same', () => {
  // Many alike units are drawn by the count of each pattern; named clusters of one unit each are drawn singly.
  const votes = votesOf({
    seed: 1,
    units: 400,
    raters: 9,
    votesPerUnit: 2,
    labels: 3,
    say: (truth, random) => (random() < 0.6 ? truth : Math.floor(3 * random())),
  });
  const clusterOfUnit = Int32Array.from({ length: votes.units }, (_, unit) => unit);
  for (const level of ['nominal', 'interval'] as const) {
    const byPattern = alphaInterval(votes, level, { seed: 3, replicates: 4_000 });
    const byUnit = alphaInterval(votes, level, { seed: 4, replicates: 4_000, clusterOfUnit });
    expect(distance(byPattern.low, byUnit.low!)).toBeLessThan(0.01);
    expect(distance(byPattern.high, byUnit.high!)).toBeLessThan(0.01);
  }
});

test('it covers the truth about as often as it says', () => {
  let covered = 0;
  const trials = 200;
  for (let seed = 0; seed < trials; seed += 1) {
    const votes = votesOf({ seed, units: 150, raters: 9, votesPerUnit: 3, labels: 2, say: rightBy(0.8) });
    const { low, high } = alphaInterval(votes, 'nominal', { seed, replicates: 300, confidence: 0.9 });
    if (low! <= 0.36 && high! >= 0.36) covered += 1;
  }
  // 90 in 100, within four standard deviations of a binomial count.
  expect(covered).toBeGreaterThan(180 - 17);
  expect(covered).toBeLessThan(180 + 17);
});

test('units that stand or fall together make the interval wider', () => {
  const votes = crowd({ units: 200 });
  // Each unit ten times over says nothing new, but looks so when the units are drawn apart.
  const times = 10;
  const repeated = {
    ...votes,
    unit: Int32Array.from({ length: votes.unit.length * times }, (_, at) => {
      const copy = Math.floor(at / votes.unit.length);
      return votes.unit[at % votes.unit.length]! + copy * votes.units;
    }),
    rater: Int32Array.from(
      { length: votes.unit.length * times },
      (_, at) => votes.rater[at % votes.unit.length]!,
    ),
    label: Int32Array.from(
      { length: votes.unit.length * times },
      (_, at) => votes.label[at % votes.unit.length]!,
    ),
    units: votes.units * times,
  };
  const clusterOfUnit = Int32Array.from({ length: repeated.units }, (_, unit) => unit % votes.units);
  const width = ({ low, high }: { low: number | null; high: number | null }): number => high! - low!;
  const honest = width(alphaInterval(votes, 'ordinal', { seed: 1 }));
  const apart = width(alphaInterval(repeated, 'ordinal', { seed: 1 }));
  const together = width(alphaInterval(repeated, 'ordinal', { seed: 1, clusterOfUnit }));
  expect(Math.abs(together / honest - 1)).toBeLessThan(0.15);
  expect(Math.abs(apart / (honest / Math.sqrt(times)) - 1)).toBeLessThan(0.15);
});

test('more confidence is a wider interval', () => {
  const votes = crowd({});
  const [narrow, wide] = [0.5, 0.99].map((confidence) =>
    alphaInterval(votes, 'ordinal', { seed: 1, confidence }),
  );
  expect(wide!.low).toBeLessThan(narrow!.low!);
  expect(wide!.high).toBeGreaterThan(narrow!.high!);
});

test('what cannot be drawn has no interval', () => {
  const none = { low: null, high: null, replicates: 0, undefinedReplicates: 0 };
  const intervalOf = (table: (number | null)[][], more = {}): unknown =>
    alphaInterval(votesOfTable(table), 'nominal', { seed: 1, replicates: 50, ...more });
  expect(intervalOf([])).toEqual({ ...none, reason: 'no_data' });
  expect(intervalOf([[1, null]])).toEqual({ ...none, reason: 'no_overlap' });
  expect(
    intervalOf([
      [1, 1],
      [1, 1],
    ]),
  ).toEqual({ ...none, reason: 'no_variation' });
  expect(intervalOf([[1, 2], [3]])).toEqual({ ...none, reason: 'too_few' });
  const two = [
    [1, 2],
    [1, 1],
  ];
  expect(intervalOf(two, { clusterOfUnit: Int32Array.of(4, 4) })).toEqual({ ...none, reason: 'too_few' });
  // The second unit twice has no variation.
  const drawn = alphaInterval(votesOfTable(two), 'nominal', { seed: 1, replicates: 400 });
  expect(drawn.replicates + drawn.undefinedReplicates).toBe(400);
  expect(Math.abs(drawn.undefinedReplicates - 100)).toBeLessThan(40);
});
