import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { eloAfterGames } from './elo.ts';
import { pairInformationGain } from './information-gain.ts';
import { pairWeights } from './pair-weights.ts';
import { styleFeatures } from './style-features.ts';

test.each(vectorsOf('arena_pair_weights'))('$id', (vector) => {
  const pairs = vector.input['pairs'] as [string, string, number, number][];
  expectVector(
    vector,
    pairWeights(
      pairs.map(([, , variance]) => variance),
      pairs.map(([, , , count]) => count),
    ),
  );
});

test.each(vectorsOf('pair_information_gain'))('$id', (vector) => {
  const pairs = vector.input['pairs'] as [number, number][];
  expectVector(vector, { eig: pairs.map(([mean, sd]) => pairInformationGain(mean, sd)) });
});

test.each(vectorsOf('elo_sequence'))('$id', (vector) => {
  const players = ['x', 'y', 'z'];
  const sequence = vector.input['sequence'] as [string, string, 'a' | 'b' | 'tie'][];
  const { init, ...options } = vector.params as { k: number; base: number; scale: number; init: number };
  const games = sequence.map(([a, b, outcome]) => ({
    a: players.indexOf(a),
    b: players.indexOf(b),
    score: { a: 1, tie: 0.5, b: 0 }[outcome],
  }));
  const ratings = (of: typeof games): Record<string, number> => {
    const [x, y, z] = eloAfterGames(of, 3, { ...options, initial: init });
    return { x: x!, y: y!, z: z! };
  };
  expectVector(vector, { forward: ratings(games), reversed: ratings(games.toReversed()) });
});

test.each(vectorsOf('style_features'))('$id', (vector) => {
  const { a, b } = vector.input as { a: number[][]; b: number[][] };
  const features = styleFeatures(a, b);
  expectVector(vector, { features: a.map((_, pair) => features.map(({ values }) => values![pair])) });
});

describe('weights of pairs', () => {
  test('sum to one and fall with the count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0.01, max: 4, noNaN: true }), fc.integer({ min: 1, max: 500 })), {
          minLength: 1,
        }),
        (pairs) => {
          const variances = pairs.map(([variance]) => variance);
          const counts = pairs.map(([, count]) => count);
          const weights = pairWeights(variances, counts).weights!;
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          const later = pairWeights(variances, [counts[0]! + 5, ...counts.slice(1)]).weights!;
          if (pairs.length > 1) expect(later[0]).toBeLessThan(weights[0]!);
        },
      ),
    );
  });

  test('pairs never compared come first', () => {
    expect([...pairWeights([4, 1, 9], [0, 0, 10]).weights!]).toEqual([2 / 3, 1 / 3, 0]);
  });

  test('are not defined without pairs or variance', () => {
    expect(pairWeights([], [])).toEqual({ weights: null, reason: 'no_data' });
    expect(pairWeights([0, 0], [3, 0])).toEqual({ weights: null, reason: 'no_variation' });
  });
});

describe('information of a comparison', () => {
  /** Simpson's rule on a fine grid, another way to the same integrals. */
  function bySimpson(mean: number, sd: number): number {
    const n = 40_000;
    const h = 20 / n;
    let [p, entropy] = [0, 0];
    for (let index = 0; index <= n; index += 1) {
      const z = -10 + index * h;
      const weight =
        (((index === 0 || index === n ? 1 : index % 2 === 1 ? 4 : 2) * h) / 3 / Math.sqrt(2 * Math.PI)) *
        Math.exp((-z * z) / 2);
      const s = 1 / (1 + Math.exp(-(mean + sd * z)));
      p += weight * s;
      entropy -= s > 0 && s < 1 ? weight * (s * Math.log(s) + (1 - s) * Math.log(1 - s)) : 0;
    }
    return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) - entropy;
  }

  test.each([
    [0, 0.01],
    [0, 0.3],
    [1.7, 1.3],
    [-4, 3],
    [2, 12],
    [0, 40],
  ])('of mean %d and deviation %d', (mean, sd) => {
    expect(Math.abs(pairInformationGain(mean, sd) - bySimpson(mean, sd))).toBeLessThan(1e-9);
  });

  test('is the same from either side, within 0..ln 2, and grows with the doubt', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: 0.01, max: 8, noNaN: true }),
        (mean, sd) => {
          const gain = pairInformationGain(mean, sd);
          expect(gain).toBe(pairInformationGain(-mean, sd));
          expect(gain >= 0 && gain < Math.LN2).toBe(true);
          expect(pairInformationGain(0, sd * 1.1)).toBeGreaterThan(pairInformationGain(0, sd));
        },
      ),
    );
  });

  test('what is known tells nothing; what is all open tells a yes or no', () => {
    expect(pairInformationGain(1, 0)).toBe(0);
    expect(pairInformationGain(0, 2000)).toBeGreaterThan(0.69);
    expect(pairInformationGain(700, 0.5)).toBeLessThan(1e-12);
  });
});

test('Elo keeps the sum of all ratings, and a sure win moves little', () => {
  const ratings = eloAfterGames(
    [
      { a: 0, b: 1, score: 1 },
      { a: 2, b: 0, score: 0.5 },
    ],
    3,
    { k: 32 },
  );
  expect(ratings.reduce((sum, rating) => sum + rating, 0)).toBeCloseTo(3000, 10);
  expect(ratings[0]! > ratings[2]! && ratings[2]! > ratings[1]!).toBe(true);
  expect([...eloAfterGames([], 2)]).toEqual([1000, 1000]);
});

describe('style', () => {
  test('changes its sign with the sides and does not depend on the order of pairs', () => {
    const rows = fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const [first, second] = [pairs.map(([a]) => [a]), pairs.map(([, b]) => [b])];
        const [one] = styleFeatures(first, second);
        const [other] = styleFeatures(second.toReversed(), first.toReversed());
        expect(other!.reason).toBe(one!.reason);
        one!.values?.forEach((value, pair) => expect(other!.values!.at(-1 - pair)).toBeCloseTo(-value, 8));
      }),
    );
  });

  test('a feature that is the same everywhere has no values', () => {
    expect(
      styleFeatures(
        [
          [1, 0],
          [2, 0],
        ],
        [
          [0, 0],
          [3, 0],
        ],
      )[1],
    ).toEqual({ values: null, reason: 'no_variation' });
    expect(styleFeatures([], [])).toEqual([]);
  });
});
