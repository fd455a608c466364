import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { countByUnit } from '../votes.ts';
import { dawidSkene, oneCoinDawidSkene } from './dawid-skene.ts';
import {
  byName,
  drawVotes,
  expectNear,
  hitRate,
  oneCoin,
  posteriorByName,
  someRows,
  someSize,
  votesOf,
  votesOfVector,
  type Rows,
  type Size,
} from './labels.fixture.ts';

const settled = { tolerance: 1e-13, maxIterations: 100_000 };

test.each(vectorsOf('dawid_skene', 'dawid_skene_map'))('$id', (vector) => {
  const { votes, gold } = votesOfVector(vector);
  const { smoothing } = vector.params as { smoothing?: number };
  const { found } = dawidSkene(votes, {
    gold,
    ...settled,
    ...(smoothing === undefined ? {} : { smoothing }),
  });
  expect(found!.converged).toBe(true);
  const none = Array.from({ length: votes.labels }, () => 0);
  expectVector(vector, {
    classMarginals: found!.classShare,
    posterior: posteriorByName(votes, found!.posterior),
    errorRates: byName(votes.raterNames, (rater) => found!.errorRates[rater]!.map((row) => row ?? none)),
    logLikelihood: found!.logLikelihood,
    logPosterior: found!.logPosterior,
  });
});

test.each(vectorsOf('one_coin_dawid_skene'))('$id', (vector) => {
  const { votes } = votesOfVector(vector);
  const { found } = oneCoinDawidSkene(votes, settled);
  expectVector(vector, {
    classMarginals: found!.classShare,
    posterior: posteriorByName(votes, found!.posterior),
    skill: byName(votes.raterNames, (rater) => found!.skill[rater]),
    logLikelihood: found!.logLikelihood,
  });
});

/** The same EM, slowly: every posterior from logarithms, every rate from lists. */
function slowly(
  rows: Rows,
  { units, raters, labels }: Size,
  { rounds, smoothing }: { rounds: number; smoothing: number },
) {
  const indexes = (n: number): number[] => [...Array(n).keys()];
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const voted = indexes(units).filter((unit) => rows.some(([of]) => of === unit));
  const learn = (posterior: Map<number, number[]>) => ({
    share: indexes(labels).map((k) => sum(voted.map((unit) => posterior.get(unit)![k]!)) / voted.length),
    rates: indexes(raters).map((rater) =>
      indexes(labels).map((k) => {
        const counts = indexes(labels).map(
          (label) =>
            smoothing +
            sum(
              rows
                .filter(([, by, given]) => by === rater && given === label)
                .map(([unit]) => posterior.get(unit)![k]!),
            ),
        );
        return counts.map((count) => (sum(counts) > 0 ? count / sum(counts) : 0));
      }),
    ),
  });
  const shares = voted.map((unit): [number, number[]] => {
    const given = rows.filter(([of]) => of === unit);
    return [
      unit,
      indexes(labels).map((k) => given.filter(([, , label]) => label === k).length / given.length),
    ];
  });
  let model = learn(new Map(shares));
  let logLikelihood = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const { share, rates } = model;
    logLikelihood = 0;
    const posterior = new Map(
      voted.map((unit): [number, number[]] => {
        const logs = indexes(labels).map(
          (k) =>
            Math.log(share[k]!) +
            sum(
              rows
                .filter(([of]) => of === unit)
                .map(([, rater, label]) => Math.log(rates[rater]![k]![label]!)),
            ),
        );
        const highest = Math.max(...logs);
        const total = sum(logs.map((log) => Math.exp(log - highest)));
        logLikelihood += highest + Math.log(total);
        return [unit, logs.map((log) => Math.exp(log - highest) / total)];
      }),
    );
    if (round < rounds) model = learn(posterior);
    else return { ...model, posterior, logLikelihood };
  }
  throw new Error('There are rounds.');
}

test('every loop does what the EM says, for units of few votes and of a thousand and more', () => {
  fc.assert(
    fc.property(fc.constantFrom(2, 3, 4), someRows(4), fc.boolean(), (labels, some, crowded) => {
      const crowd = Array.from({ length: crowded ? 3000 : 0 }, (_, vote): Rows[0] => [
        vote % 2,
        vote % 5,
        vote % 3 === 0 ? 1 : 0,
      ]);
      const rows = [...some, ...crowd].map(([unit, rater, label]): Rows[0] => [unit, rater, label % labels]);
      const size = someSize(labels);
      const expected = slowly(rows, size, { rounds: 6, smoothing: 0.2 });
      const { found } = dawidSkene(votesOf(rows, size), { maxIterations: 6, tolerance: 0, smoothing: 0.2 });
      // A sum of 1,500 logarithms is rounded by up to 1e-10, and each round multiplies that; a lost vote changes 1e-4.
      const near = crowded ? 1e-6 : 1e-9;
      expectNear(found!.classShare, expected.share, near);
      for (const [unit, posterior] of expected.posterior)
        expectNear(found!.posterior.subarray(unit * labels, (unit + 1) * labels), posterior, near);
      found!.errorRates.forEach((rates, rater) =>
        rates.forEach((row, k) => expectNear(row!, expected.rates[rater]![k]!, near)),
      );
      expect(Math.abs(found!.logLikelihood - expected.logLikelihood)).toBeLessThan(near);
    }),
    { numRuns: 40 },
  );
});

describe.each([
  ['a matrix for each rater', dawidSkene],
  ['one accuracy for each rater', oneCoinDawidSkene],
])('%s', (_, fit) => {
  test('what the EM climbs never falls', () => {
    fc.assert(
      fc.property(someRows(3), fc.constantFrom(0, 0.3), (rows, smoothing) => {
        const votes = votesOf(rows, someSize(3));
        let before = -Infinity;
        for (const maxIterations of [0, 1, 2, 5, 12, 40]) {
          const { logPosterior } = fit(votes, { smoothing, maxIterations, tolerance: 0 }).found!;
          expect(logPosterior).toBeGreaterThanOrEqual(before - 1e-9);
          before = logPosterior;
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the order of rows and the names of units, raters and labels do not matter', () => {
    fc.assert(
      fc.property(
        someRows(3),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (rows, stream) => {
          const shuffled = <Item>(items: Item[]): Item[] =>
            items
              .map((item) => [stream.next().value as number, item] as const)
              .sort(([a], [b]) => a - b)
              .map(([, item]) => item);
          const [units, raters, labels] = [10, 5, 3].map((n) => shuffled([...Array(n).keys()]));
          const renamed = shuffled(rows).map(([unit, rater, label]): [number, number, number] => [
            units![unit]!,
            raters![rater]!,
            labels![label]!,
          ]);
          const settings = { smoothing: 0.5, maxIterations: 6, tolerance: 0 };
          const one = fit(votesOf(rows, someSize(3)), settings).found!;
          const other = fit(votesOf(renamed, someSize(3)), settings).found!;
          const back = one.posterior.map(
            (_, cell) => other.posterior[units![Math.floor(cell / 3)]! * 3 + labels![cell % 3]!]!,
          );
          expectNear(back, one.posterior, 1e-9);
          expect(other.logLikelihood).toBeCloseTo(one.logLikelihood, 8);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a unit without votes has the share of the classes, and teaches nothing', () => {
    const rows: [number, number, number][] = [
      [0, 0, 0],
      [0, 1, 0],
      [2, 0, 1],
      [2, 1, 0],
      [3, 0, 0],
      [3, 1, 0],
    ];
    const full = fit(votesOf(rows, { units: 5, raters: 3, labels: 2 }), { smoothing: 0.2 }).found!;
    const compact = fit(
      votesOf(
        rows.map(([unit, ...rest]) => [unit === 0 ? 0 : unit - 1, ...rest]),
        { units: 3, raters: 2, labels: 2 },
      ),
      { smoothing: 0.2 },
    ).found!;
    expectNear(full.posterior.subarray(2, 4), full.classShare, 0);
    expectNear(full.posterior.subarray(8), full.classShare, 0);
    expectNear(full.classShare, compact.classShare, 1e-12);
    expect(full.logPosterior).toBeCloseTo(compact.logPosterior, 10);
  });

  test('without votes, or without a second label, nothing is found', () => {
    expect(fit(votesOf([], { units: 2, raters: 2, labels: 2 }))).toEqual({ found: null, reason: 'no_data' });
    expect(fit(votesOf([[0, 0, 0]], { units: 1, raters: 1, labels: 1 }))).toEqual({
      found: null,
      reason: 'no_variation',
    });
  });

  test('one vote is its own truth, and says that it is not settled when rounds run out', () => {
    const votes = votesOf([[0, 0, 1]], { units: 1, raters: 1, labels: 2 });
    expect(fit(votes).found).toMatchObject({
      posterior: Float64Array.of(0, 1),
      logLikelihood: 0,
      converged: true,
    });
    expect(fit(votes, { maxIterations: 0 }).found).toMatchObject({ iterations: 0, converged: false });
  });
});

test('a label that nobody uses changes nothing, though another loop does the work', () => {
  fc.assert(
    fc.property(fc.constantFrom(2, 3), fc.infiniteStream(fc.nat()), (labels, stream) => {
      const rows = Array.from(
        { length: 40 },
        (): [number, number, number] =>
          [0, 0, 0].map(() => stream.next().value as number) as [number, number, number],
      ).map(([unit, rater, label]): [number, number, number] => [unit % 10, rater % 5, label % labels]);
      const settings = { maxIterations: 12, tolerance: 0 };
      const one = dawidSkene(votesOf(rows, someSize(labels)), settings).found!;
      const other = dawidSkene(votesOf(rows, someSize(labels + 1)), settings).found!;
      const kept = other.posterior.filter((_, cell) => cell % (labels + 1) < labels);
      expectNear(kept, one.posterior, 1e-12);
      expect(other.logLikelihood).toBeCloseTo(one.logLikelihood, 10);
      expect(other.errorRates[0]![labels]).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('where every class is known, error rates are plain shares', () => {
  const rows: [number, number, number][] = [
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 1],
    [3, 0, 1],
    [0, 1, 1],
  ];
  const gold = Int32Array.of(0, 0, 0, 1);
  const { found } = dawidSkene(votesOf(rows, { units: 4, raters: 2, labels: 2 }), { gold });
  expect(found!.errorRates).toEqual([
    [
      [2 / 3, 1 / 3],
      [0, 1],
    ],
    [[0, 1], null],
  ]);
  expect([...found!.classShare]).toEqual([0.75, 0.25]);
  expect([...found!.posterior]).toEqual([1, 0, 1, 0, 1, 0, 0, 1]);
  expect(found!.logLikelihood).toBeCloseTo(
    3 * Math.log(0.75) + Math.log(0.25) + 2 * Math.log(2 / 3) + Math.log(1 / 3),
    12,
  );
});

test('a rater without votes has neither error rates nor skill', () => {
  const votes = votesOf(
    [
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
    ],
    { units: 2, raters: 3, labels: 2 },
  );
  expect(dawidSkene(votes).found!.errorRates[2]).toEqual([null, null]);
  expect(oneCoinDawidSkene(votes).found!.skill).toEqual([1, 1, null]);
});

test('error rates and classes of known making are found again', () => {
  const random = randomFrom(11);
  const leaning = [
    [0.9, 0.1, 0],
    [0.4, 0.6, 0],
    [0.1, 0.1, 0.8],
  ];
  const errorRates = [
    leaning,
    ...[0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5].map((accuracy) => oneCoin(accuracy, 3)),
  ];
  const share = [0.5, 0.3, 0.2];
  const { votes, truth } = drawVotes(
    { units: 4000, labels: 3, errorRates, share, votesPerUnit: () => 5 },
    random,
  );
  const { found } = dawidSkene(votes, { smoothing: 0.01 });
  expect(found!.converged).toBe(true);
  // Four standard errors of a share over the 2500 units a rater sees, of which the rarest class has 500.
  expectNear(found!.classShare, share, 0.04);
  found!.errorRates.forEach((rows, rater) =>
    rows.forEach((row, k) => expectNear(row!, errorRates[rater]![k]!, 0.09)),
  );
  const counts = countByUnit(votes);
  expect(hitRate(found!.posterior, truth)).toBeGreaterThan(hitRate(counts, truth) + 0.01);
  const coins = oneCoinDawidSkene(votes).found!;
  expectNear(coins.skill.slice(1) as number[], [0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5], 0.05);
});
