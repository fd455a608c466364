import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { circularTriads, triadDistribution } from './circular-triads.ts';
import { majorityCircles } from './majority-circles.ts';
import { majorityCycles } from './majority-cycles.ts';

test.each(vectorsOf('circular_triads'))('$id', (vector) => {
  expectVector(vector, circularTriads(vector.input['wins'] as number[][]));
});

/** The tournament whose games, in order, end as the bits of the number say. */
function tournament(n: number, bits: number): number[][] {
  const wins = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  let game = 0;
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1) {
      if ((bits >> game) & 1) wins[i]![j] = 1;
      else wins[j]![i] = 1;
      game += 1;
    }
  return wins;
}

describe('circular triads', () => {
  test('are the circles among all triples, by both ways of counting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.nat(2 ** 21 - 1), (n, bits) => {
        const wins = tournament(n, bits);
        const cycles = majorityCycles(wins.flat(), n);
        expect(circularTriads(wins).circularTriads).toBe(cycles.circular);
        expect(cycles.triples).toBe(n < 3 ? 0 : (n * (n - 1) * (n - 2)) / 6);
      }),
    );
  });

  test('chance spreads them as all tournaments do', () => {
    for (let n = 1; n <= 6; n += 1) {
      const games = (n * (n - 1)) / 2;
      const counted = new Map<number, number>();
      for (let bits = 0; bits < 2 ** games; bits += 1) {
        const triads = majorityCycles(tournament(n, bits).flat(), n).circular;
        counted.set(triads, (counted.get(triads) ?? 0) + 2 ** -games);
      }
      const distribution = triadDistribution(n);
      expect(distribution.size).toBe(counted.size);
      for (const [triads, share] of counted) expect(distribution.get(triads)).toBeCloseTo(share, 12);
    }
  });

  test('the distribution of nine items sums to one, with mean C(n, 3) / 4 and variance 3 C(n, 3) / 16', () => {
    const moments = [...triadDistribution(9)].map(([triads, p]) => [p, p * triads, p * triads ** 2] as const);
    const sum = (index: 0 | 1 | 2): number => moments.reduce((total, moment) => total + moment[index], 0);
    expect(sum(0)).toBeCloseTo(1, 12);
    expect(sum(1)).toBeCloseTo(21, 10);
    expect(sum(2) - sum(1) ** 2).toBeCloseTo((3 * 84) / 16, 8);
  });

  test('the approximation for many items is near what drawing says', () => {
    const random = randomFrom(3);
    const n = 14;
    const drawn = Array.from({ length: 2000 }, () => {
      const wins = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < i; j += 1) {
          if (random() < 0.5) wins[i]![j] = 1;
          else wins[j]![i] = 1;
        }
      return circularTriads(wins);
    });
    for (const { circularTriads: triads, chanceOfNoMore } of drawn.slice(0, 40)) {
      const share = drawn.filter((other) => other.circularTriads <= triads).length / drawn.length;
      expect(Math.abs(chanceOfNoMore! - share)).toBeLessThan(0.04);
    }
  });

  test('a consistent person is consistent beyond chance; two items say nothing', () => {
    const order = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => (i < j ? 1 : 0)));
    // 8! of 2^28 tournaments.
    expect(circularTriads(order).chanceOfNoMore).toBeCloseTo(40320 / 2 ** 28, 15);
    expect(
      circularTriads([
        [0, 1],
        [0, 0],
      ]),
    ).toMatchObject({ zeta: null, chanceOfNoMore: null, reason: 'no_data' });
    expect(circularTriads([])).toMatchObject({ circularTriads: 0, zeta: null, reason: 'no_data' });
  });

  test('refuses choices that are not complete', () => {
    expect(() =>
      circularTriads([
        [0, 0, 1],
        [0, 0, 1],
        [0, 0, 0],
      ]),
    ).toThrow(RangeError);
    expect(() =>
      circularTriads([
        [0, 0.5],
        [0.5, 0],
      ]),
    ).toThrow(RangeError);
  });
});

describe('circles of majorities', () => {
  test('count only where every pair has a clear lead', () => {
    // a beats b 5:0, b beats c 3:2, c beats a 4:1
    const wins = [0, 5, 1, 0, 0, 3, 4, 2, 0];
    expect(majorityCycles(wins, 3)).toEqual({ triples: 1, circular: 1, rate: 1, reason: null });
    expect(majorityCycles(wins, 3, 2)).toEqual({ triples: 0, circular: 0, rate: null, reason: 'no_data' });
  });

  test('are told with their leads, each from its smallest item on', () => {
    expect(majorityCircles([0, 5, 1, 0, 0, 3, 4, 2, 0], 3, 10)).toEqual([
      { items: [0, 1, 2], leads: [5, 1, 3] },
    ]);
    // The other way round.
    expect(majorityCircles([0, 0, 4, 5, 0, 2, 1, 3, 0], 3, 10)).toEqual([
      { items: [0, 2, 1], leads: [3, 1, 5] },
    ]);
  });

  test('are as many as are counted, and of more than wanted those with the largest smallest lead', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 }), { minLength: 64, maxLength: 64 }), (wins) => {
        const all = majorityCircles(wins, 8, 1_000);
        expect(all).toHaveLength(majorityCycles(wins, 8).circular);
        for (const { items, leads } of all) {
          expect(items[0]).toBe(Math.min(...items));
          items.forEach((item, at) => {
            const next = items[(at + 1) % 3]!;
            expect(leads[at]).toBe(wins[item * 8 + next]! - wins[next * 8 + item]!);
            expect(leads[at]).toBeGreaterThan(0);
          });
        }
        expect(majorityCircles(wins, 8, 2)).toEqual(all.slice(0, 2));
      }),
    );
  });

  test('a pair without votes is no edge', () => {
    expect(majorityCycles([0, 1, 0, 0, 0, 1, 0, 0, 0], 3).triples).toBe(0);
  });
});
