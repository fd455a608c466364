import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { bradleyTerry } from './bradley-terry.ts';
import {
  anyComparisons,
  comparisonsOf,
  comparisonsOfVector,
  drawComparisons,
  evenAbilities,
  expectNear,
  joinedComparisons,
  mtBench,
  turned,
} from './comparisons.fixture.ts';
import { davidson } from './davidson.ts';
import { gradedOf, type GradedComparisons } from './graded-cells.ts';
import { ordinalBradleyTerry, raoKupper } from './ordinal.ts';

test.each(vectorsOf('davidson'))('$id', (vector) => {
  expectVector(vector, davidson(comparisonsOfVector(vector.input)).fit);
});

test.each(vectorsOf('rao_kupper'))('$id', (vector) => {
  expectVector(vector, raoKupper(comparisonsOfVector(vector.input)).fit);
});

/** A threshold for the other item's favour is the same with a minus. */
const mirrored = (thresholds: readonly (number | null)[]): (number | null)[] => [
  ...thresholds.map((one) => one && -one).reverse(),
  ...thresholds,
];

test.each(vectorsOf('ordinal_bt'))('$id', (vector) => {
  const items = vector.input['items'] as string[];
  const rows = vector.input['rows'] as [string, string, number][];
  const levels = vector.input['levels'] as number[];
  const { fit } = ordinalBradleyTerry({
    a: Int32Array.from(rows, ([a]) => items.indexOf(a)),
    b: Int32Array.from(rows, ([, b]) => items.indexOf(b)),
    grade: Int8Array.from(rows, ([, , score]) => score),
    items: items.length,
    strongest: Math.max(...levels),
  });
  expectVector(vector, { ...fit, thresholds: mirrored(fit!.thresholds) });
});

const circle = [
  [0, 1, 1],
  [1, 2, 1],
  [2, 0, 1],
] as const;

describe('Davidson', () => {
  test('without ties it is Bradley and Terry, and nu is 0', () => {
    const votes = drawComparisons({ logAbility: evenAbilities(5), votes: 500, seed: 1 });
    const [tied, plain] = [davidson(votes).fit!, bradleyTerry(votes).fit!];
    expectNear(tied.logAbility, plain.estimate.logAbility, 1e-9);
    expectNear(tied.standardError, plain.modelError.logAbility, 1e-9);
    expect(tied.logLikelihood).toBeCloseTo(plain.logLikelihood, 9);
    expect(tied).toMatchObject({ nu: 0, logNu: null, logNuError: null, votes: 500 });
  });

  test('two items: shares as they were', () => {
    const count = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(count, count, count, (wins, ties, losses) => {
        const { fit } = davidson({
          ...comparisonsOf(2, [
            [0, 1, 1],
            [1, 0, 0],
            [0, 1, -1],
          ]),
          count: Float64Array.of(wins, ties, losses),
        });
        expect(fit!.logAbility[0]! - fit!.logAbility[1]!).toBeCloseTo(Math.log(wins / losses), 7);
        expect(fit!.nu / (ties / Math.sqrt(wins * losses))).toBeCloseTo(1, 7);
        expect(fit!.abilityShare[0]).toBeCloseTo(wins / (wins + losses), 7);
      }),
    );
  });

  test('votes and ties come out as often as they were', () => {
    fc.assert(
      fc.property(joinedComparisons, (comparisons) => {
        const { fit } = davidson(comparisons);
        const surplus = new Float64Array(comparisons.items + 1);
        comparisons.a.forEach((a, row) => {
          const b = comparisons.b[row]!;
          const [pa, pb] = [Math.exp(fit!.logAbility[a]!), Math.exp(fit!.logAbility[b]!)];
          const tie = fit!.nu * Math.sqrt(pa * pb);
          const total = pa + pb + tie;
          const more = (1 + comparisons.outcome[row]!) / 2 - (pa + tie / 2) / total;
          surplus[a]! += more;
          surplus[b]! -= more;
          surplus[comparisons.items]! += (comparisons.outcome[row] === 0 ? 1 : 0) - tie / total;
        });
        expectNear(surplus, new Float64Array(comparisons.items + 1), 1e-6);
        expectNear(davidson(turned(comparisons)).fit!.logAbility, fit!.logAbility, 1e-9);
      }),
    );
  });

  test('there is a fit only when items are joined and somebody won', () => {
    fc.assert(
      fc.property(anyComparisons, (comparisons) => {
        const { fit, reason, connectivity } = davidson(comparisons);
        const tiesOnly = comparisons.outcome.every((outcome) => outcome === 0);
        if (comparisons.a.length === 0) expect(reason).toBe('no_data');
        else if (!connectivity.mleExists) expect(reason).toBe('not_connected');
        else if (tiesOnly) expect(reason).toBe('no_variation');
        else if (fit === null) expect(reason).toBe('no_convergence');
        expect(fit === null).toBe(reason !== null);
      }),
    );
  });

  test('a pair of ties only and a pair of one way or tie: nu has no bound', () => {
    const votes = comparisonsOf(3, [
      [0, 1, 1],
      [0, 1, 0],
      [0, 2, 0],
    ]);
    // P(tie) goes to 1 for the second pair and stays 1/2 for the first as nu and the first item grow together.
    expect(davidson(votes)).toMatchObject({ fit: null, connectivity: { mleExists: true } });
    expect(davidson(votes).reason).toBe('no_convergence');
  });

  test('truth is found again within its errors, with ties between the equal as often as they should', () => {
    const truth = evenAbilities(12);
    const { fit } = davidson(drawComparisons({ logAbility: truth, votes: 60_000, seed: 2, nu: 0.6 }));
    const z = truth.map((ability, item) => (fit!.logAbility[item]! - ability) / fit!.standardError[item]!);
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4);
    expect(Math.abs(fit!.logNu! - Math.log(0.6)) / fit!.logNuError!).toBeLessThan(4);
  });

  test('a prior pulls to 0 and lets islands be', () => {
    const votes = comparisonsOf(4, [...circle, [0, 1, 0]]);
    expect(davidson(votes).reason).toBe('not_connected');
    const { fit, connectivity } = davidson(votes, { priorSd: 1 });
    expect(connectivity.islands).toEqual([[0, 1, 2], [3]]);
    expect(fit!.logAbility[3]).toBe(0);
    expect(fit!.standardError[3]).toBeCloseTo(1, 12);
  });
});

describe('graded', () => {
  const random = randomFrom(5);
  /** Grades drawn from the model with these thresholds. */
  const drawGrades = (votes: number, thresholds: readonly number[]): GradedComparisons => {
    const plain = drawComparisons({ logAbility: evenAbilities(6), votes, seed: 6 });
    const grade = plain.outcome.map((_, row) => {
      const u = random();
      const latent =
        evenAbilities(6)[plain.a[row]!]! - evenAbilities(6)[plain.b[row]!]! + Math.log(u / (1 - u));
      return Math.sign(latent) * thresholds.filter((threshold) => threshold < Math.abs(latent)).length;
    });
    return { a: plain.a, b: plain.b, grade, items: 6, strongest: thresholds.length };
  };

  test('with wins only it is Bradley and Terry', () => {
    const votes = drawComparisons({ logAbility: evenAbilities(5), votes: 500, seed: 1 });
    const { fit } = raoKupper(votes);
    const plain = bradleyTerry(votes).fit!;
    expectNear(fit!.logAbility, plain.estimate.logAbility, 1e-9);
    expectNear(fit!.standardError, plain.modelError.logAbility, 1e-9);
    expect(fit).toMatchObject({ eta: 0, theta: 1, votes: 500 });
    expect(fit!.logLikelihood).toBeCloseTo(plain.logLikelihood, 9);
  });

  test('truth is found again', () => {
    const { fit } = ordinalBradleyTerry(drawGrades(40_000, [0.3, 1, 2.2]));
    const z = evenAbilities(6).map(
      (ability, item) => (fit!.logAbility[item]! - ability) / fit!.standardError[item]!,
    );
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4);
    expectNear(fit!.thresholds as number[], [0.3, 1, 2.2], 0.05);
  });

  test('two equal items: thresholds from shares', () => {
    const graded = {
      a: new Int32Array(6),
      b: new Int32Array(6).fill(1),
      grade: Int8Array.of(-2, -1, 0, 0, 1, 2),
      items: 2,
      strongest: 2,
    };
    const { fit } = ordinalBradleyTerry(graded);
    expectNear(fit!.logAbility, [0, 0], 1e-12);
    expectNear(fit!.thresholds as number[], [Math.log(2), Math.log(5)], 1e-9);
  });

  test('sides exchanged and grades with a minus are the same votes', () => {
    const { a, b, grade, items, strongest } = drawGrades(500, [0.5, 1.5]);
    const one = ordinalBradleyTerry({ a, b, grade, items, strongest }).fit!;
    const other = ordinalBradleyTerry({ a: b, b: a, grade: grade.map((g) => -g), items, strongest }).fit!;
    expectNear(other.logAbility, one.logAbility, 1e-9);
    expectNear(other.thresholds as number[], one.thresholds as number[], 1e-9);
  });

  test('a strength that nobody gave has no room; above the highest there is no threshold', () => {
    const { a, b, grade, items } = drawGrades(800, [0.5, 1.5]);
    const spread = grade.map((g) => (Math.abs(g) === 2 ? 2 * g : g));
    const { fit } = ordinalBradleyTerry({ a, b, grade: spread, items, strongest: 5 });
    const plain = ordinalBradleyTerry({ a, b, grade, items, strongest: 2 }).fit!;
    expectNear(fit!.logAbility, plain.logAbility, 1e-9);
    const [low, high] = plain.thresholds;
    expect(fit!.thresholds).toEqual([low, high, high, high, null]);
    const noTies = grade.map((g) => g || 1);
    expect(ordinalBradleyTerry({ a, b, grade: noTies, items, strongest: 2 }).fit!.thresholds[0]).toBe(0);
  });

  test('a win of less than the highest strength bounds the difference', () => {
    const rows = { a: Int32Array.of(0, 0, 0, 1), b: Int32Array.of(1, 1, 1, 2), items: 3, strongest: 2 };
    const slight = ordinalBradleyTerry({ ...rows, grade: Int8Array.of(1, 2, -2, 1) });
    expect(slight.connectivity.mleExists).toBe(true);
    expect(slight.fit!.logAbility[0]).toBeGreaterThan(slight.fit!.logAbility[1]!);
    const clear = ordinalBradleyTerry({ ...rows, grade: Int8Array.of(1, 2, -2, 2) });
    expect(clear).toMatchObject({ fit: null, reason: 'not_connected' });
    expect(clear.connectivity.strongComponents).toEqual([[0, 1], [2]]);
  });

  test('wherever there is a fit, no step from it leads up', () => {
    fc.assert(
      fc.property(joinedComparisons, fc.nat(), (comparisons, seed) => {
        const next = randomFrom(seed);
        const grade = comparisons.outcome.map((outcome) => outcome * (1 + Math.floor(2 * next())));
        const { a, b, items } = comparisons;
        const { fit, reason } = ordinalBradleyTerry({ a, b, grade, items, strongest: 2 });
        if (fit === null) {
          expect(reason).toBe('no_convergence');
          return;
        }
        const at = (abilities: Float64Array, thresholds: readonly (number | null)[]): number => {
          const cut = (k: number): number => (k > 2 ? Infinity : (thresholds[k - 1] ?? Infinity));
          let value = 0;
          a.forEach((first, row) => {
            const d = (abilities[first]! - abilities[b[row]!]!) * (Math.sign(grade[row]!) || 1);
            const k = Math.abs(grade[row]!);
            const above = (x: number): number => 1 / (1 + Math.exp(x - d));
            value += Math.log(k === 0 ? above(-cut(1)) - above(cut(1)) : above(cut(k)) - above(cut(k + 1)));
          });
          return value;
        };
        const best = at(fit.logAbility, fit.thresholds);
        expect(best).toBeCloseTo(fit.logLikelihood, 7);
        for (let item = 0; item < items; item += 1)
          for (const move of [-0.01, 0.01])
            expect(
              at(
                fit.logAbility.map((one, i) => (i === item ? one + move : one)),
                fit.thresholds,
              ),
            ).toBeLessThan(best);
        for (const scale of [0.98, 1.02])
          expect(
            at(
              fit.logAbility,
              fit.thresholds.map((one) => one && one * scale),
            ),
          ).toBeLessThanOrEqual(best);
      }),
    );
  });

  test('no votes, ties only, one way only, and what cannot be', () => {
    expect(raoKupper(comparisonsOf(2, [])).reason).toBe('no_data');
    expect(raoKupper(comparisonsOf(2, [[1, 1, 1]])).reason).toBe('no_data');
    expect(raoKupper(comparisonsOf(2, [[0, 1, 0]])).reason).toBe('no_variation');
    expect(raoKupper(comparisonsOf(2, [[0, 1, 1]]))).toMatchObject({ fit: null, reason: 'not_connected' });
    expect(raoKupper(comparisonsOf(2, [[0, 1, 1]]), { priorSd: 1 }).fit!.logAbility[0]).toBeGreaterThan(0);
    const graded = gradedOf(comparisonsOf(2, [[0, 1, 1]]));
    for (const bad of [
      { grade: Int8Array.of(2) },
      { a: Int32Array.of(2) },
      { b: Int32Array.of(-1) },
      { count: Float64Array.of(Number.NaN) },
      { a: Int32Array.of(0, 1) },
    ])
      expect(() => ordinalBradleyTerry({ ...graded, ...bad })).toThrow(RangeError);
  });

  test('all three models order the models of MT-Bench alike', () => {
    const votes = mtBench();
    const order = (logAbility: Float64Array): string[] =>
      votes.itemNames
        .map((name, item) => [logAbility[item]!, name] as const)
        .toSorted(([one], [other]) => other - one)
        .map(([, name]) => name);
    const plain = order(bradleyTerry(votes).fit!.estimate.logAbility);
    expect(order(davidson(votes).fit!.logAbility)).toEqual(plain);
    expect(order(raoKupper(votes).fit!.logAbility)).toEqual(plain);
  });
});
