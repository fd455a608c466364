import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { type RatingTable, votesOfTable } from '../votes.ts';
import { oneWayIcc } from './icc-one-way.ts';
import { type IntraclassCorrelation, intraclassCorrelations } from './icc.ts';
import { distance, tables, votesOf } from './votes.fixture.ts';

/** Shrout and Fleiss (1979), table 2: six targets by four judges. */
const shroutFleiss = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

test('the published example of all six forms', () => {
  const { oneWay, twoWayRandom, twoWayMixed, units, raters } = intraclassCorrelations(shroutFleiss);
  const rounded = ({ icc, interval }: IntraclassCorrelation): unknown =>
    [icc, interval.low, interval.high].map((value) => value?.toFixed(2));
  // The coefficients are those of the paper, the intervals those that the R package psych prints.
  expect(rounded(oneWay.single)).toEqual(['0.17', '-0.13', '0.72']);
  expect(rounded(twoWayRandom.single)).toEqual(['0.29', '0.02', '0.76']);
  expect(rounded(twoWayMixed.single)).toEqual(['0.71', '0.34', '0.95']);
  expect(rounded(oneWay.mean)).toEqual(['0.44', '-0.88', '0.91']);
  expect(rounded(twoWayRandom.mean)).toEqual(['0.62', '0.07', '0.93']);
  expect(rounded(twoWayMixed.mean)).toEqual(['0.91', '0.68', '0.99']);
  expect(oneWay.single).toMatchObject({ unitsFreedom: 5, errorFreedom: 18 });
  expect(twoWayMixed.single).toMatchObject({ unitsFreedom: 5, errorFreedom: 15 });
  expect(oneWay.single.f?.toFixed(2)).toBe('1.79');
  expect(oneWay.single.p?.toFixed(3)).toBe('0.165');
  expect(twoWayRandom.single.f?.toFixed(2)).toBe('11.03');
  expect(twoWayRandom.single.p?.toFixed(6)).toBe('0.000135');
  expect([units, raters]).toEqual([6, 4]);
});

const forms = ['oneWay', 'twoWayRandom', 'twoWayMixed'] as const;

test('the mean of raters is Spearman and Brown’s of one, and the interval is about it', () => {
  fc.assert(
    fc.property(tables({ ratings: 7, missing: false }), (table) => {
      const all = intraclassCorrelations(table);
      for (const form of forms) {
        const { single, mean } = all[form];
        if (single.icc !== null && mean.icc !== null && single.icc > 0) {
          const stepped = (all.raters * single.icc) / (1 + (all.raters - 1) * single.icc);
          expect(distance(mean.icc, stepped)).toBeLessThan(1e-9);
        }
        for (const { icc, interval } of [single, mean]) {
          if (interval.low === null || interval.high === null) continue;
          expect(interval.low).toBeLessThanOrEqual(icc! + 1e-9);
          expect(interval.high).toBeGreaterThanOrEqual(icc! - 1e-9);
          expect(interval.high).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
});

test('no number is anything but finite', () => {
  fc.assert(
    fc.property(tables({ ratings: 2, missing: false }), (table) => {
      const all = intraclassCorrelations(mappedBy(table, (value) => value / 3));
      for (const form of forms)
        for (const { icc, interval, f, p } of [all[form].single, all[form].mean])
          for (const value of [icc, interval.low, interval.high, f, p])
            if (value !== null) expect(Number.isFinite(value)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

const mappedBy = (table: RatingTable, change: (value: number, rater: number) => number): RatingTable =>
  table.map((row) => row.map((value, rater) => change(value!, rater)));

test('units of measurement do not matter, and the level of a rater only where it should', () => {
  fc.assert(
    fc.property(tables({ ratings: 7, missing: false }), (table) => {
      const plain = intraclassCorrelations(table);
      const rescaled = intraclassCorrelations(mappedBy(table, (value) => 5 - 2.5 * value));
      const shifted = intraclassCorrelations(mappedBy(table, (value, rater) => value + 10 * rater));
      for (const form of forms) {
        const { icc } = plain[form].single;
        if (icc === null) expect(rescaled[form].single.icc).toBeNull();
        else expect(distance(rescaled[form].single.icc, icc)).toBeLessThan(1e-9);
      }
      const { icc } = plain.twoWayMixed.single;
      if (icc !== null) expect(distance(shifted.twoWayMixed.single.icc, icc)).toBeLessThan(1e-9);
    }),
  );
});

test('the intervals cover the truth about as often as they say', () => {
  const random = randomFrom(21);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6);
  let [consistency, absolute, oneWay] = [0, 0, 0];
  const trials = 300;
  for (let trial = 0; trial < trials; trial += 1) {
    // Variances: units 2, raters 0.5, noise 1.
    const raters = Array.from({ length: 5 }, () => Math.SQRT1_2 * normal());
    const table = Array.from({ length: 20 }, () => {
      const unit = Math.SQRT2 * normal();
      return raters.map((rater) => unit + rater + normal());
    });
    const all = intraclassCorrelations(table, 0.9);
    const covers = ({ interval }: IntraclassCorrelation, truth: number): number =>
      interval.low! <= truth && truth <= interval.high! ? 1 : 0;
    consistency += covers(all.twoWayMixed.single, 2 / 3);
    absolute += covers(all.twoWayRandom.single, 2 / 3.5);
    const nested = table.map((row) => row.map((value, rater) => value - raters[rater]!));
    oneWay += covers(intraclassCorrelations(nested, 0.9).oneWay.single, 2 / 3);
  }
  for (const covered of [consistency, absolute, oneWay])
    expect(Math.abs(covered / trials - 0.9)).toBeLessThan(0.07);
});

test('edges', () => {
  const reasonOf = (table: RatingTable): string | null => intraclassCorrelations(table).reason;
  expect(reasonOf([])).toBe('no_data');
  expect(reasonOf([[1, 2]])).toBe('too_few');
  expect(reasonOf([[1], [2]])).toBe('too_few');
  expect(
    reasonOf([
      [1, 2],
      [2, null],
    ]),
  ).toBe('unequal_raters');
  const constant = intraclassCorrelations([
    [0.1, 0.1],
    [0.1, 0.1],
    [0.1, 0.1],
  ]);
  for (const form of forms)
    expect(constant[form].single).toMatchObject({ icc: null, f: null, reason: 'no_variation' });
  // Perfect agreement has no error to make an interval of.
  const perfect = intraclassCorrelations([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  for (const form of forms)
    expect(perfect[form].mean).toMatchObject({
      icc: 1,
      f: null,
      interval: { low: null, high: null, reason: 'no_variation' },
      reason: null,
    });
  // Units that do not differ: worse than chance for one rater, nothing for the mean.
  const flat = intraclassCorrelations([
    [1, 2],
    [2, 1],
  ]);
  expect(flat.oneWay.single.icc).toBe(-1);
  expect(flat.oneWay.mean.reason).toBe('no_variation');
});

test('what only rounding leaves is no variance', () => {
  const orders = [
    [0.1, 0.2, 0.3, 0.7],
    [0.7, 0.3, 0.2, 0.1],
    [0.2, 0.7, 0.1, 0.3],
    [0.3, 0.1, 0.7, 0.2],
  ];
  const equal = [0.1, 0.7, 0.3, 0.9].map((value) => [value, value, value]);
  for (const { single, mean } of [intraclassCorrelations(orders).oneWay, oneWayIcc(votesOfTable(orders))]) {
    expect(single).toMatchObject({ icc: expect.closeTo(-1 / 3, 12), f: 0, p: 1 });
    expect(mean.reason).toBe('no_variation');
  }
  for (const { single } of [intraclassCorrelations(equal).oneWay, oneWayIcc(votesOfTable(equal))])
    expect(single).toMatchObject({ icc: 1, f: null, p: null });
});

test('raters of their own for each unit: the same numbers where all units have as many', () => {
  fc.assert(
    fc.property(tables({ ratings: 6, missing: false }), (table) => {
      const { oneWay } = intraclassCorrelations(table);
      const { single, mean, ratingsPerUnit, units } = oneWayIcc(votesOfTable(table));
      expect(distance(ratingsPerUnit, table[0]!.length)).toBeLessThan(1e-9);
      expect(units).toBe(table.length);
      for (const [one, other] of [
        [oneWay.single, single],
        [oneWay.mean, mean],
      ] as const) {
        expect(other.reason).toBe(one.reason);
        if (one.icc !== null)
          expect(distance(other.icc, one.icc)).toBeLessThan(1e-7 * (1 + Math.abs(one.icc)));
        if (one.interval.low !== null)
          expect(distance(other.interval.low, one.interval.low)).toBeLessThan(
            1e-7 * (1 + Math.abs(one.interval.low)),
          );
      }
    }),
  );
});

test('different numbers of ratings: the share of variance that is not noise', () => {
  const votes = votesOf({
    seed: 6,
    units: 30_000,
    raters: 40,
    votesPerUnit: 4,
    labels: 7,
    say: (truth, random) => truth + 3 + Math.floor(7 * random()) - 3,
  });
  // Half of the votes of the second half of units are lost, so that some have one and some have none.
  const kept = votes.unit
    .map((unit, vote) => (unit < 15_000 || (vote * 7919) % 2 === 0 ? vote : -1))
    .filter((vote) => vote >= 0);
  const only = (column: Int32Array): Int32Array => kept.map((vote) => column[vote]!);
  const thinned = {
    ...votes,
    unit: only(votes.unit),
    rater: only(votes.rater),
    label: only(votes.label),
    labels: 13,
    values: Float64Array.from({ length: 13 }, (_, label) => label),
  };
  const { single, ratingsPerUnit, units } = oneWayIcc(thinned);
  expect(distance(single.icc, 0.5)).toBeLessThan(0.02);
  expect(single.interval.low).toBeLessThan(single.icc!);
  expect(single.interval.high! - single.interval.low!).toBeLessThan(0.03);
  expect(units).toBeLessThan(30_000);
  expect(ratingsPerUnit).toBeGreaterThan(2.5);
  expect(ratingsPerUnit).toBeLessThan(3.5);
  expect(oneWayIcc(votesOfTable([])).reason).toBe('no_data');
  expect(oneWayIcc(votesOfTable([[1], [2]])).reason).toBe('no_overlap');
  expect(oneWayIcc(votesOfTable([[1, 2]])).reason).toBe('too_few');
  expect(oneWayIcc(votesOfTable([[1, 1], [1]])).single.reason).toBe('no_variation');
});
