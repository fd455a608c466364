import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, choleskyInverse } from '../numeric/cholesky.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { comparisonsOf, drawComparisons, evenAbilities, expectNear, turned } from './comparisons.fixture.ts';
import type { CrowdComparisons } from './crowd-cells.ts';
import { crowdBradleyTerry } from './crowd.ts';

test.each(vectorsOf('crowd_bt'))('$id', (vector) => {
  const items = vector.input['items'] as string[];
  const rows = vector.input['rows'] as [string, string, string][];
  const raters = [...new Set(rows.map(([rater]) => rater))];
  const { fit } = crowdBradleyTerry(
    {
      a: Int32Array.from(rows, ([, preferred]) => items.indexOf(preferred)),
      b: Int32Array.from(rows, ([, , other]) => items.indexOf(other)),
      outcome: new Int8Array(rows.length).fill(1),
      items: items.length,
      rater: { of: Int32Array.from(rows, ([rater]) => raters.indexOf(rater)), clusters: raters.length },
    },
    {
      virtualWeight: vector.params['lambda_'] as number,
      etaPrior: vector.params['etaPrior'] as [number, number],
    },
  );
  expectVector(vector, {
    ...fit,
    eta: Object.fromEntries(raters.map((rater, index) => [rater, fit!.eta[index]])),
  });
});

/** Votes of raters in turn, who follow the scale with these chances. */
function drawCrowd(etas: readonly number[], votes: number, seed: number): CrowdComparisons {
  const plain = drawComparisons({ logAbility: evenAbilities(8), votes, seed });
  const random = randomFrom(seed + 1);
  const of = plain.a.map((_, row) => row % etas.length);
  const outcome = plain.outcome.map((one, row) => (random() < etas[of[row]!]! ? one : -one));
  return { ...plain, outcome, rater: { of, clusters: etas.length } };
}

test('who follows, who guesses and who turns the scale is found out', () => {
  const etas = [0.97, 0.9, 0.75, 0.5, 0.1];
  const { fit } = crowdBradleyTerry(drawCrowd(etas, 10_000, 1));
  const z = etas.map((eta, rater) => (fit!.eta[rater]! - eta) / fit!.etaError![rater]!);
  expect(Math.max(...z.map(Math.abs))).toBeLessThan(4);
  const mean = fit!.logAbility.reduce((sum, one) => sum + one, 0) / 8;
  const off = evenAbilities(8).map(
    (one, item) => (fit!.logAbility[item]! - mean - one) / fit!.standardError![item]!,
  );
  expect(Math.max(...off.map(Math.abs))).toBeLessThan(4);
});

test('the slopes vanish where it ends, and nothing near is better', () => {
  const crowd = drawCrowd([0.9, 0.6, 0.3], 300, 5);
  const { fit } = crowdBradleyTerry(crowd, { virtualWeight: 0.3, etaPrior: [3, 1.5] });
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const objective = (abilities: Float64Array, etas: Float64Array): number => {
    let value = 0;
    crowd.a.forEach((a, row) => {
      const win = sigmoid((abilities[a]! - abilities[crowd.b[row]!]!) * crowd.outcome[row]!);
      const eta = etas[crowd.rater.of[row]!]!;
      value += Math.log(eta * win + (1 - eta) * (1 - win));
    });
    abilities.forEach((one) => (value += 0.3 * (Math.log(sigmoid(one)) + Math.log(sigmoid(-one)))));
    etas.forEach((eta) => (value += 2 * Math.log(eta) + 0.5 * Math.log(1 - eta)));
    return value;
  };
  const best = objective(fit!.logAbility, fit!.eta);
  expect(best).toBeCloseTo(fit!.objective, 8);
  for (const move of [-1e-3, 1e-3]) {
    for (let item = 0; item < 8; item += 1)
      expect(
        objective(
          fit!.logAbility.map((one, i) => (i === item ? one + move : one)),
          fit!.eta,
        ),
      ).toBeLessThan(best);
    for (let rater = 0; rater < 3; rater += 1)
      expect(
        objective(
          fit!.logAbility,
          fit!.eta.map((one, i) => (i === rater ? one + move : one)),
        ),
      ).toBeLessThan(best);
  }

  // Second differences of the objective are its curvature, whose inverse has the squares of the errors.
  const all = Float64Array.of(...fit!.logAbility, ...fit!.eta);
  const [n, h] = [all.length, 1e-4];
  const at = (one: number, other: number, [up, right]: readonly [number, number]): number => {
    const moved = Float64Array.from(all);
    moved[one]! += up * h;
    moved[other]! += right * h;
    return objective(moved.subarray(0, 8), moved.subarray(8));
  };
  const curvature = Float64Array.from({ length: n * n }, (_, index) => {
    const [one, other] = [Math.floor(index / n), index % n];
    const [same, opposite] = [
      at(one, other, [1, 1]) + at(one, other, [-1, -1]),
      at(one, other, [1, -1]) + at(one, other, [-1, 1]),
    ];
    return (opposite - same) / (4 * h * h);
  });
  const inverse = choleskyInverse(cholesky(curvature, n)!, n);
  const errors = Float64Array.from(all, (_, index) => Math.sqrt(inverse[index * (n + 1)]!));
  expectNear(fit!.standardError!, errors.subarray(0, 8), 1e-3);
  expectNear(fit!.etaError!, errors.subarray(8), 1e-3);
});

test('neither sides nor the order of rows nor the numbers of raters matter', () => {
  fc.assert(
    fc.property(fc.nat(1_000), (seed) => {
      const crowd = drawCrowd([0.9, 0.8, 0.3], 120, seed);
      const one = crowdBradleyTerry(crowd).fit!;
      const other = crowdBradleyTerry({
        ...turned(crowd),
        rater: { of: crowd.rater.of.map((rater) => 2 - rater), clusters: 3 },
      }).fit!;
      expectNear(other.logAbility, one.logAbility, 1e-6);
      expectNear(other.eta.toReversed(), one.eta, 1e-6);
    }),
    { numRuns: 20 },
  );
});

test('a tie is half a vote each way', () => {
  const rater = { of: new Int32Array(3), clusters: 1 };
  const tied = crowdBradleyTerry({
    ...comparisonsOf(3, [
      [0, 1, 0],
      [1, 2, 1],
      [0, 2, 0],
    ]),
    rater,
  }).fit!;
  const halves = crowdBradleyTerry({
    ...comparisonsOf(3, [
      [0, 1, 1],
      [0, 1, -1],
      [1, 2, 1],
      [0, 2, 1],
      [0, 2, -1],
    ]),
    count: Float64Array.of(0.5, 0.5, 1, 0.5, 0.5),
    rater: { of: new Int32Array(5), clusters: 1 },
  }).fit!;
  expectNear(halves.logAbility, tied.logAbility, 1e-8);
  expect(halves.votes).toBe(3);
});

test('no votes, a rater without votes, islands, and what cannot be', () => {
  const rater = { of: Int32Array.of(0, 0), clusters: 2 };
  const votes = comparisonsOf(4, [
    [0, 1, 1],
    [2, 3, 1],
  ]);
  const { fit, connectivity } = crowdBradleyTerry({ ...votes, rater });
  expect(connectivity.islands).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(connectivity.mleExists).toBe(false);
  expect(fit!.logAbility[0]).toBeGreaterThan(0);
  // The mode of Beta(4, 2).
  expect(fit!.eta[1]).toBeCloseTo(0.75, 10);
  expect(fit!.votes).toBe(2);
  const none = { of: new Int32Array(), clusters: 0 };
  expect(crowdBradleyTerry({ ...comparisonsOf(2, []), rater: none })).toMatchObject({
    fit: null,
    reason: 'no_data',
  });
  expect(() => crowdBradleyTerry({ ...votes, rater: none })).toThrow(RangeError);
  expect(() => crowdBradleyTerry({ ...votes, rater: { ...rater, clusters: 0 } })).toThrow(RangeError);
  expect(() => crowdBradleyTerry({ ...votes, rater }, { etaPrior: [1, 2] })).toThrow(RangeError);
  expect(() => crowdBradleyTerry({ ...votes, rater }, { virtualWeight: 0 })).toThrow(RangeError);
});
