import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { bradleyTerry, type Effects } from './bradley-terry.ts';
import { fitted } from './bradley-terry.fixture.ts';
import {
  anyComparisons,
  comparisonsOf,
  comparisonsOfVector,
  drawComparisons,
  evenAbilities,
  expectNear,
  joinedComparisons,
  mtBench,
  renumbered,
  reordered,
  turned,
} from './comparisons.fixture.ts';
import type { Comparisons } from './comparisons.ts';

describe('reference vectors', () => {
  test.each(vectorsOf('bradley_terry'))('$id', (vector) => {
    const { params } = vector;
    const fit = fitted(comparisonsOfVector(vector.input), {
      positionEffect: params['positionEffect'] === true,
      ...(params['priorSd'] === undefined ? {} : { priorSd: params['priorSd'] as number }),
      ...(params['phantomWeight'] === undefined ? {} : { phantomWeight: params['phantomWeight'] as number }),
    });
    const extra = ({ position, covariates }: Effects): number[] => [
      ...(position === null ? [] : [position]),
      ...covariates,
    ];
    expectVector(vector, {
      logAbility: fit.estimate.logAbility,
      se: fit.modelError.logAbility,
      sePosterior: fit.modelError.logAbility,
      seSandwich: fit.sandwichError!.logAbility,
      extra: extra(fit.estimate),
      extraSe: extra(fit.modelError),
      logLikelihood: fit.logLikelihood,
    });
  });
});

describe('laws', () => {
  test('two items: half the log odds each, and the binomial error', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (wins, losses) => {
        const fit = fitted({
          ...comparisonsOf(2, [
            [0, 1, 1],
            [1, 0, 1],
          ]),
          count: Float64Array.of(wins, losses),
        });
        const half = Math.log(wins / losses) / 2;
        expectNear(fit.estimate.logAbility, [half, -half], 1e-10);
        const error = Math.sqrt((wins + losses) / (wins * losses)) / 2;
        expectNear(fit.modelError.logAbility, [error, error], 1e-8);
        // Of a saturated model the sandwich says the same.
        expectNear(fit.sandwichError!.logAbility, [error, error], 1e-8);
      }),
    );
  });

  test('each item won as much as it should have', () => {
    fc.assert(
      fc.property(joinedComparisons, (comparisons) => {
        const { logAbility } = fitted(comparisons).estimate;
        const surplus = new Float64Array(comparisons.items);
        comparisons.a.forEach((a, row) => {
          const b = comparisons.b[row]!;
          const more =
            (1 + comparisons.outcome[row]!) / 2 - 1 / (1 + Math.exp(logAbility[b]! - logAbility[a]!));
          surplus[a]! += more;
          surplus[b]! -= more;
        });
        expectNear(surplus, new Float64Array(comparisons.items), 1e-7);
        expect(Math.abs(logAbility.reduce((sum, one) => sum + one, 0))).toBeLessThan(1e-9);
      }),
    );
  });

  test('there is a fit just when the items are joined, or a prior or phantom joins them', () => {
    fc.assert(
      fc.property(anyComparisons, (comparisons) => {
        const { fit, reason, connectivity } = bradleyTerry(comparisons);
        expect(fit !== null).toBe(comparisons.a.length > 0 && connectivity.mleExists);
        if (fit === null) expect(reason).toBe(comparisons.a.length > 0 ? 'not_connected' : 'no_data');
        for (const penalty of [{ priorSd: 2 }, { phantomWeight: 0.1 }]) {
          const { logAbility } = fitted(comparisons, penalty).estimate;
          expect(logAbility.every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  test('neither the order of rows nor the numbers of items matter', () => {
    fc.assert(
      fc.property(joinedComparisons, fc.nat(), fc.boolean(), (comparisons, seed, positionEffect) => {
        const random = randomFrom(seed);
        const shuffled = (length: number): number[] =>
          Array.from({ length }, (_, index) => [random(), index] as const)
            .toSorted(([one], [other]) => one - other)
            .map(([, index]) => index);
        // A phantom, for position may foretell everything here.
        const options = { positionEffect, phantomWeight: 0.5 };
        const { fit } = bradleyTerry(comparisons, options);
        if (fit === null) return;
        const same = fitted(reordered(comparisons, shuffled(comparisons.a.length)), options);
        expectNear(same.estimate.logAbility, fit.estimate.logAbility, 1e-8);
        expectNear(same.sandwichError!.logAbility, fit.sandwichError!.logAbility, 1e-8);
        const numberOf = shuffled(comparisons.items);
        const other = fitted(renumbered(comparisons, numberOf), options);
        const back = (values: Float64Array): Float64Array =>
          values.map((_, item) => values[numberOf[item]!]!);
        expectNear(back(other.estimate.logAbility), fit.estimate.logAbility, 1e-8);
        expectNear(back(other.modelError.logAbility), fit.modelError.logAbility, 1e-8);
        expect(other.logLikelihood).toBeCloseTo(fit.logLikelihood, 8);
      }),
    );
  });

  test('sides exchanged: the same abilities, the position effect with a minus', () => {
    const comparisons = drawComparisons({
      logAbility: evenAbilities(6),
      votes: 3_000,
      seed: 1,
      position: 0.4,
    });
    const one = fitted(comparisons, { positionEffect: true });
    const other = fitted(turned(comparisons), { positionEffect: true });
    expectNear(other.estimate.logAbility, one.estimate.logAbility, 1e-9);
    expect(other.estimate.position).toBeCloseTo(-one.estimate.position!, 9);
    expect(Math.abs(one.estimate.position! - 0.4) / one.modelError.position!).toBeLessThan(4);
    expectNear(
      fitted(turned(comparisons)).estimate.logAbility,
      fitted(comparisons).estimate.logAbility,
      1e-9,
    );
  });

  test('equal votes counted are equal votes one by one, and a tie is half a vote each way', () => {
    const { a, b, outcome, items, count } = mtBench();
    const rows = Array.from(a, (_, row) => row).flatMap((row) =>
      Array.from({ length: count![row]! }, () => [a[row]!, b[row]!, outcome[row]! as 1 | 0 | -1] as const),
    );
    const counted = fitted({ a, b, outcome, items, count: count! });
    const singly = fitted(comparisonsOf(items, rows));
    expect(singly.votes).toBe(3_355);
    expectNear(singly.estimate.logAbility, counted.estimate.logAbility, 1e-10);
    expectNear(singly.sandwichError!.logAbility, counted.sandwichError!.logAbility, 1e-10);
    const halves = fitted({
      a: Int32Array.of(...a, ...a),
      b: Int32Array.of(...b, ...b),
      outcome: Int8Array.of(...outcome.map((one) => one || 1), ...outcome.map((one) => one || -1)),
      count: Float64Array.of(...count!, ...count!).map((votes) => votes / 2),
      items,
    });
    expectNear(halves.estimate.logAbility, counted.estimate.logAbility, 1e-10);
    expectNear(halves.modelError.logAbility, counted.modelError.logAbility, 1e-8);
  });
});

describe('the sandwich', () => {
  const votes = drawComparisons({ logAbility: evenAbilities(8), votes: 2_000, seed: 5, nu: 0.5 });
  const clustered = (comparisons: Comparisons, clusters: number): Comparisons => ({
    ...comparisons,
    cluster: { of: comparisons.a.map((_, row) => row % clusters), clusters },
  });

  test('with every vote a cluster of its own it is HC0 times G/(G-1)', () => {
    for (const positionEffect of [false, true]) {
      const plain = fitted(votes, { positionEffect });
      const alone = fitted(clustered(votes, 2_000), { positionEffect });
      const more = Math.sqrt(2_000 / 1_999);
      expectNear(
        alone.sandwichError!.logAbility,
        plain.sandwichError!.logAbility.map((error) => error * more),
        1e-10,
      );
      if (positionEffect)
        expect(alone.sandwichError!.position).toBeCloseTo(plain.sandwichError!.position! * more, 10);
    }
  });

  test('votes said twice by one voice change nothing but the count', () => {
    const twice = (column: Int32Array): Int32Array => Int32Array.of(...column, ...column);
    const repeated = {
      a: twice(votes.a),
      b: twice(votes.b),
      outcome: Int8Array.of(...votes.outcome, ...votes.outcome),
      items: votes.items,
    };
    const [once, again] = [fitted(clustered(votes, 100)), fitted(clustered(repeated, 100))];
    expectNear(again.sandwichError!.logAbility, once.sandwichError!.logAbility, 1e-10);
    // The model and the unclustered sandwich take the repetition for evidence.
    const [one, two] = [fitted(votes), fitted(repeated)];
    for (const pick of ['modelError', 'sandwichError'] as const)
      expectNear(
        two[pick]!.logAbility,
        one[pick]!.logAbility.map((error) => error / Math.SQRT2),
        1e-8,
      );
  });

  test('of one cluster there is none', () => {
    const fit = fitted(clustered(votes, 1));
    expect(fit.sandwichError).toBeNull();
    expect(fit.sandwichReason).toBe('one_cluster');
    expect(fit.modelError.logAbility.every((error) => error > 0)).toBe(true);
  });

  test('with a prior it agrees with the posterior where the model holds, also on an island', () => {
    const many = drawComparisons({ logAbility: [...evenAbilities(8)], votes: 40_000, seed: 6 });
    const { modelError, sandwichError } = fitted({ ...many, items: 9 }, { priorSd: 1 });
    expect(sandwichError!.logAbility[8]).toBeCloseTo(1, 12);
    expectNear(
      sandwichError!.logAbility.map((error, item) => error / modelError.logAbility[item]!),
      new Float64Array(9).fill(1),
      0.02,
    );
  });
});

describe('covariates', () => {
  const plain = drawComparisons({ logAbility: evenAbilities(6), votes: 4_000, seed: 8 });
  const random = randomFrom(9);
  const length = Float64Array.from(plain.a, () => 2 * random() - 1);

  test('a coefficient is found again, and columns of no use are told', () => {
    const { logAbility } = { logAbility: evenAbilities(6) };
    const outcome = plain.outcome.map((_, row) => {
      const odds = logAbility[plain.a[row]!]! - logAbility[plain.b[row]!]! + 0.8 * length[row]!;
      return random() < 1 / (1 + Math.exp(-odds)) ? 1 : -1;
    });
    const { estimate, modelError } = fitted({ ...plain, outcome, covariates: [length] });
    expect(Math.abs(estimate.covariates[0]! - 0.8) / modelError.covariates[0]!).toBeLessThan(4);
    const ofItems = Float64Array.from(plain.a, (a, row) => a - plain.b[row]!);
    expect(bradleyTerry({ ...plain, covariates: [ofItems] }).reason).toBe('singular');
    expect(bradleyTerry({ ...plain, covariates: [length, length] }).reason).toBe('singular');
    expect(bradleyTerry({ ...plain, covariates: [new Float64Array(4_000)] }).reason).toBe('singular');
    const ones = new Float64Array(4_000).fill(1);
    expect(bradleyTerry({ ...plain, covariates: [ones] }, { positionEffect: true }).reason).toBe('singular');
  });

  test('a scale of a covariate is a scale of its coefficient', () => {
    const one = fitted({ ...plain, covariates: [length] });
    const other = fitted({ ...plain, covariates: [length.map((x) => 1e6 * x)] });
    expectNear(other.estimate.logAbility, one.estimate.logAbility, 1e-9);
    expect(other.estimate.covariates[0]! * 1e6).toBeCloseTo(one.estimate.covariates[0]!, 9);
  });

  test('what foretells every outcome has no finite coefficient', () => {
    const foretold = Float64Array.from(plain.outcome);
    expect(bradleyTerry({ ...plain, covariates: [foretold] }).reason).toBe('no_convergence');
    const firstWins = comparisonsOf(2, [
      [0, 1, 1],
      [1, 0, 1],
    ]);
    expect(bradleyTerry(firstWins, { positionEffect: true }).reason).toBe('no_convergence');
  });

  test('they must be numbers, one for each row', () => {
    expect(() => bradleyTerry({ ...plain, covariates: [length.subarray(1)] })).toThrow(RangeError);
    expect(() => bradleyTerry({ ...plain, covariates: [length.map(() => Number.NaN)] })).toThrow(RangeError);
  });
});
