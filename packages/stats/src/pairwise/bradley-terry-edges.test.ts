import { describe, expect, test } from 'vitest';
import { bradleyTerry } from './bradley-terry.ts';
import { fitted } from './bradley-terry.fixture.ts';
import { comparisonsOf, drawComparisons, evenAbilities, expectNear, mtBench } from './comparisons.fixture.ts';

describe('edges', () => {
  test('no votes, one vote, votes of an item with itself', () => {
    expect(bradleyTerry(comparisonsOf(0, []))).toMatchObject({ fit: null, reason: 'no_data' });
    expect(bradleyTerry(comparisonsOf(3, [])).reason).toBe('no_data');
    expect(bradleyTerry(comparisonsOf(1, [[0, 0, 1]])).reason).toBe('no_data');
    expect(bradleyTerry(comparisonsOf(2, [[0, 1, 1]])).reason).toBe('not_connected');
    expect(bradleyTerry({ ...comparisonsOf(2, [[0, 1, 0]]), count: Float64Array.of(0) }).reason).toBe(
      'no_data',
    );
  });

  test('without votes a prior is what it was', () => {
    const { fit, connectivity } = bradleyTerry(comparisonsOf(2, []), { priorSd: 3 });
    expectNear(fit!.estimate.logAbility, [0, 0], 1e-12);
    expectNear(fit!.modelError.logAbility, [3, 3], 1e-12);
    expect(connectivity.islands).toEqual([[0], [1]]);
    expect(bradleyTerry(comparisonsOf(2, []), { priorSd: 3, positionEffect: true }).reason).toBe('no_data');
  });

  test('islands are named, with and without a prior', () => {
    const two = comparisonsOf(5, [
      [0, 2, 0],
      [1, 4, 1],
      [4, 1, 1],
    ]);
    const apart = [[0, 2], [1, 4], [3]];
    expect(bradleyTerry(two)).toMatchObject({
      fit: null,
      reason: 'not_connected',
      connectivity: { islands: apart },
    });
    expect(bradleyTerry(two, { priorSd: 1 })).toMatchObject({
      reason: null,
      connectivity: { islands: apart },
    });
    expect(bradleyTerry(two, { phantomWeight: 1 })).toMatchObject({
      reason: null,
      connectivity: { islands: apart },
    });
    const oneWay = bradleyTerry(comparisonsOf(2, [[0, 1, 1]]));
    expect(oneWay.connectivity.islands).toEqual([]);
    expect(oneWay.connectivity.strongComponents).toEqual([[0], [1]]);
  });

  test('an item against itself says something of position only', () => {
    const plain = drawComparisons({ logAbility: evenAbilities(4), votes: 500, seed: 2 });
    const selves = {
      a: Int32Array.of(...plain.a, 1, 1, 1),
      b: Int32Array.of(...plain.b, 1, 1, 1),
      outcome: Int8Array.of(...plain.outcome, 1, 1, 1),
      items: 4,
    };
    expectNear(fitted(selves).estimate.logAbility, fitted(plain).estimate.logAbility, 1e-10);
    expectNear(fitted(selves).modelError.logAbility, fitted(plain).modelError.logAbility, 1e-10);
    const position = { positionEffect: true };
    expect(fitted(selves, position).estimate.position).toBeGreaterThan(
      fitted(plain, position).estimate.position!,
    );
  });

  test('a strong chain is fitted although its ends are far apart', () => {
    const items = 40;
    const rows = Array.from({ length: items - 1 }, (_, item) => item);
    const chain = {
      a: Int32Array.from([...rows, ...rows]),
      b: Int32Array.from([...rows, ...rows], (item) => item + 1),
      outcome: Int8Array.from([...rows.map(() => 1), ...rows.map(() => -1)]),
      count: Float64Array.from([...rows.map(() => 999), ...rows.map(() => 1)]),
      items,
    };
    const { logAbility } = fitted(chain).estimate;
    expect(logAbility[0]! - logAbility[items - 1]!).toBeCloseTo((items - 1) * Math.log(999), 6);
  });

  test('what cannot be is refused', () => {
    const good = comparisonsOf(2, [[0, 1, 1]]);
    for (const bad of [
      { a: Int32Array.of(2) },
      { b: Int32Array.of(-1) },
      { outcome: Int8Array.of(2) },
      { outcome: Int8Array.of(-2) },
      { count: Float64Array.of(-1) },
      { count: Float64Array.of(Number.NaN) },
      { count: Float64Array.of(1, 1) },
      { b: Int32Array.of(1, 1) },
      { cluster: { of: Int32Array.of(3), clusters: 2 } },
      { cluster: { of: Int32Array.of(0, 0), clusters: 2 } },
    ])
      expect(() => bradleyTerry({ ...good, ...bad }, { priorSd: 1 }), JSON.stringify(bad)).toThrow(
        RangeError,
      );
    expect(() => bradleyTerry(good, { priorSd: 0 })).toThrow(RangeError);
    expect(() => bradleyTerry(good, { phantomWeight: -1 })).toThrow(RangeError);
  });
});

describe('known truth', () => {
  test('many votes: abilities within their errors, and both errors alike', () => {
    const truth = evenAbilities(40);
    const fit = fitted(drawComparisons({ logAbility: truth, votes: 200_000, seed: 11 }));
    const z = truth.map(
      (ability, item) => (fit.estimate.logAbility[item]! - ability) / fit.modelError.logAbility[item]!,
    );
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4.5);
    const meanSquare = z.reduce((sum, one) => sum + one * one, 0) / 40;
    expect(meanSquare).toBeGreaterThan(0.4);
    expect(meanSquare).toBeLessThan(1.9);
    expectNear(
      fit.sandwichError!.logAbility.map((error, item) => error / fit.modelError.logAbility[item]!),
      new Float64Array(40).fill(1),
      0.05,
    );
  });

  test('people on MT-Bench put GPT-4 first, then GPT-3.5 and Claude, then Vicuna, Alpaca, LLaMA', () => {
    const comparisons = mtBench();
    const { fit, connectivity } = bradleyTerry(comparisons);
    expect(connectivity.islands).toEqual([]);
    const order = comparisons.itemNames.toSorted(
      (one, other) =>
        fit!.estimate.logAbility[comparisons.itemNames.indexOf(other)]! -
        fit!.estimate.logAbility[comparisons.itemNames.indexOf(one)]!,
    );
    expect(order[0]).toBe('gpt-4');
    expect(order.slice(1, 3).toSorted()).toEqual(['claude-v1', 'gpt-3.5-turbo']);
    expect(order.slice(3)).toEqual(['vicuna-13b-v1.2', 'alpaca-13b', 'llama-13b']);
  });
});
