import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalTwoSided } from '../numeric/normal.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import type { RatingTable } from '../votes.ts';
import { kendallTauB } from './kendall-tau.ts';
import { kendallW } from './kendall-w.ts';
import { distance, tables } from './votes.fixture.ts';

test.each(vectorsOf('kendall_w'))('$id', (vector) => {
  const { w, chiSquared, degreesOfFreedom, p } = kendallW(vector.input['ratings'] as RatingTable);
  expectVector(vector, { W: w, chi2: chiSquared, df: degreesOfFreedom, p });
});

const permutations = (n: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length: n }, (_, at) => at + 1),
    { minLength: n },
  );

test('W is the mean rank correlation of the judges in other words', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 7 }).chain((n) => fc.array(permutations(n), { minLength: 2, maxLength: 5 })),
      (judges) => {
        const n = judges[0]!.length;
        const m = judges.length;
        const { w } = kendallW(judges[0]!.map((_, object) => judges.map((judge) => judge[object]!)));
        let spearman = 0;
        for (let a = 0; a < m; a += 1)
          for (let b = a + 1; b < m; b += 1)
            spearman +=
              1 -
              (6 * judges[a]!.reduce((sum, rank, at) => sum + (rank - judges[b]![at]!) ** 2, 0)) /
                (n ** 3 - n);
        spearman /= (m * (m - 1)) / 2;
        expect(distance(w, ((m - 1) * spearman + 1) / m)).toBeLessThan(1e-12);
      },
    ),
  );
});

test('W only sees each judge’s order', () => {
  fc.assert(
    fc.property(tables({ ratings: 5, missing: false }), (table) => {
      const result = kendallW(table);
      const stretched = kendallW(
        table.map((row) => row.map((value, judge) => (judge + 1) * value! ** 3 - 50)),
      );
      expect(stretched).toEqual(result);
      if (result.w === null) return;
      expect(result.w).toBeGreaterThanOrEqual(-1e-12);
      expect(result.w).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});

test('edges of W', () => {
  const same = [1, 2, 3].map((rank) => [rank, rank, rank]);
  expect(kendallW(same).w).toBe(1);
  expect(kendallW([])).toMatchObject({ w: null, p: null, reason: 'no_data' });
  expect(kendallW([[1, 2]]).reason).toBe('too_few');
  expect(kendallW([[1], [2]]).reason).toBe('too_few');
  expect(
    kendallW([
      [1, 2],
      [2, null],
    ]).reason,
  ).toBe('unequal_raters');
  expect(
    kendallW([
      [3, 1],
      [3, 1],
    ]).reason,
  ).toBe('no_variation');
});

// SciPy 1.17 kendalltau: asymptotic where there are ties, exact otherwise.
test.each([
  [[12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.4714045207910316, 0.28274545993277467, 'normal'],
  [
    [1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 7, 7],
    [2, 1, 2, 2, 3, 4, 4, 5, 6, 6, 5, 7],
    0.8,
    0.0006859957906689588,
    'normal',
  ],
  [[1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 8, 5, 7, 6], 0.5714285714285714, 0.06101190476190476, 'exact'],
] as const)('tau-b of %j and %j', (first, second, tau, p, method) => {
  const result = kendallTauB(first, second);
  expect(distance(result.tau, tau)).toBeLessThan(1e-12);
  expect(distance(result.p, p)).toBeLessThan(1e-12);
  expect(result.method).toBe(method);
});

test('tau-b is what comparing all pairs gives', () => {
  const ratings = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(ratings, (pairs) => {
      const [first, second] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      let [score, untiedFirst, untiedSecond] = [0, 0, 0];
      for (let a = 0; a < pairs.length; a += 1) {
        for (let b = a + 1; b < pairs.length; b += 1) {
          const [x, y] = [Math.sign(first[a]! - first[b]!), Math.sign(second[a]! - second[b]!)];
          score += x * y;
          untiedFirst += x * x;
          untiedSecond += y * y;
        }
      }
      const { tau, reason } = kendallTauB(first, second);
      if (untiedFirst * untiedSecond === 0) {
        expect(reason).not.toBeNull();
        return;
      }
      expect(distance(tau, score / Math.sqrt(untiedFirst * untiedSecond))).toBeLessThan(1e-12);
      expect(distance(kendallTauB(second, first).tau, tau!)).toBeLessThan(1e-12);
      expect(
        distance(
          kendallTauB(
            first,
            second.map((value) => -value),
          ).tau,
          -tau!,
        ),
      ).toBeLessThan(1e-12);
    }),
  );
});

test('of many objects the exact p and the normal one are about the same', () => {
  const random = randomFrom(3);
  const first = Array.from({ length: 50 }, (_, at) => at);
  for (const noise of [150, 300, 1_000]) {
    const { tau, p, method } = kendallTauB(
      first,
      first.map((at) => at + noise * random()),
    );
    expect(method).toBe('exact');
    const z = (tau! * 1_225) / Math.sqrt((50 * 49 * 105) / 18);
    expect(Math.abs(Math.log(p! / normalTwoSided(z)))).toBeLessThan(0.3);
  }
});

test('p of unrelated ratings is even', () => {
  const random = randomFrom(12);
  const ps = Array.from({ length: 1_000 }, () => {
    const [first, second] = [0, 1].map(() => Array.from({ length: 20 }, () => Math.floor(7 * random())));
    return kendallTauB(first!, second!).p!;
  });
  for (const limit of [0.1, 0.5]) {
    const below = ps.filter((p) => p < limit).length / ps.length;
    expect(Math.abs(below - limit)).toBeLessThan(0.06);
  }
});

test('edges of tau-b', () => {
  expect(kendallTauB([], [])).toEqual({ tau: null, p: null, method: null, objects: 0, reason: 'no_data' });
  expect(kendallTauB([1], [1]).reason).toBe('too_few');
  expect(kendallTauB([1, 1], [1, 2]).reason).toBe('no_variation');
  expect(kendallTauB([1, 2], [5, 7])).toEqual({ tau: 1, p: 1, method: 'exact', objects: 2, reason: null });
  expect(() => kendallTauB([1], [])).toThrow(RangeError);
});
