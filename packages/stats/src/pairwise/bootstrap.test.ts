import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discreteOf, poissonsOf } from '../numeric/discrete.ts';
import { logGamma } from '../numeric/gamma.ts';
import { quantileOfSorted } from '../numeric/quantile.ts';
import { randomFrom, wordsFrom } from '../numeric/random.ts';
import { bootstrapBradleyTerry } from './bootstrap.ts';
import { bradleyTerry } from './bradley-terry.ts';
import {
  comparisonsOf,
  drawComparisons,
  evenAbilities,
  expectNear,
  joinedComparisons,
  mtBench,
} from './comparisons.fixture.ts';
import type { Comparisons } from './comparisons.ts';
import { connectivityOfCells } from './connectivity.ts';
import { designOf } from './design.ts';
import { rankRanges } from './intervals.ts';
import { joined, refitOf } from './refit.ts';
import { resampleClusters, resampleVotes } from './resample.ts';

const ratios = (one: Float64Array, other: Float64Array): Float64Array =>
  one.map((x, index) => x / other[index]!);

describe('drawing votes anew', () => {
  // Few votes are drawn one by one, many by their cells first.
  test.each([
    ['few', [1, 0, 2, 5]],
    ['many', [400, 0, 90, 2_000, 1, 90]],
    ['parts', [400.5, 0, 90.25, 2_000.25, 1]],
  ])('%s: as many as there were, each as likely as it was frequent', (_, weights) => {
    const counts = Float64Array.from(weights);
    const votes = counts.reduce((sum, count) => sum + count, 0);
    const resample = resampleVotes(counts, 7);
    const drawn = new Float64Array(counts.length).fill(9);
    const rounds = 4_000;
    const [sum, squares] = [new Float64Array(counts.length), new Float64Array(counts.length)];
    for (let round = 0; round < rounds; round += 1) {
      resample(drawn);
      expect(drawn.reduce((total, count) => total + count, 0)).toBe(Math.round(votes));
      drawn.forEach((count, entry) => {
        sum[entry]! += count;
        squares[entry]! += (count - counts[entry]!) ** 2;
      });
    }
    counts.forEach((count, entry) => {
      const variance = count * (1 - count / votes);
      // Five standard errors of a mean and of a variance.
      expect(Math.abs(sum[entry]! / rounds - count)).toBeLessThanOrEqual(5 * Math.sqrt(variance / rounds));
      expect(Math.abs(squares[entry]! / rounds - variance)).toBeLessThanOrEqual(
        5 * Math.sqrt((2 * variance ** 2 + variance) / rounds),
      );
    });
  });

  test('clusters go together, as many as have rows', () => {
    const entries = Int32Array.of(0, 1, 0, 2);
    const cluster = { of: Int32Array.of(0, 0, 3, 1), clusters: 4 };
    const resample = resampleClusters({ cluster, entries, count: Float64Array.of(1, 2, 1, 4) }, 1);
    const drawn = new Float64Array(3);
    const means = new Float64Array(3);
    for (let round = 0; round < 3_000; round += 1) {
      resample(drawn);
      const times = [drawn[1]! / 2, drawn[0]! - drawn[1]! / 2, drawn[2]! / 4];
      expect(times.every(Number.isInteger)).toBe(true);
      expect(times[0]! + times[1]! + times[2]!).toBe(3);
      drawn.forEach((count, entry) => (means[entry]! += count / 3_000));
    }
    expectNear(means, [2, 2, 4], 0.1);
  });

  test('Poisson numbers have their chances', () => {
    const means = Float64Array.of(0.01, 3, 700);
    const { slots, guide, cumulative, base } = poissonsOf(means);
    const words = new Uint32Array(200_000);
    wordsFrom(3)(words);
    means.forEach((mean, one) => {
      const seen = new Map<number, number>();
      for (const word of words) {
        let k = guide[one * slots + Math.floor((word / 2 ** 32) * slots)]!;
        while (word / 2 ** 32 >= cumulative[k]!) k += 1;
        seen.set(base[one]! + k, (seen.get(base[one]! + k) ?? 0) + 1);
      }
      for (const k of [0, 1, 3, 8, 690, 700, 725]) {
        const p = Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
        const error = Math.sqrt((p * (1 - p)) / words.length);
        expect(Math.abs((seen.get(k) ?? 0) / words.length - p)).toBeLessThanOrEqual(5 * error + 1e-9);
      }
    });
    expect(discreteOf(Float64Array.of(5)).cumulative[0]).toBe(Infinity);
  });

  test('quantiles between neighbours', () => {
    const values = Float64Array.of(1, 2, 4);
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantileOfSorted(values, p))).toEqual([1, 1.5, 2, 3, 4]);
    expect(quantileOfSorted(Float64Array.of(3), 0.9)).toBe(3);
  });
});

describe('fitting them', () => {
  test('as close to the estimate as it says, with prior, phantom and position too', () => {
    fc.assert(
      fc.property(
        joinedComparisons,
        fc.nat(),
        fc.constantFrom(
          {},
          { priorSd: 1 },
          { phantomWeight: 0.5 },
          { positionEffect: true, phantomWeight: 1 },
        ),
        (comparisons, seed, options) => {
          const { fit } = bradleyTerry(comparisons, options);
          if (fit === null) return;
          const { design } = designOf(comparisons, options);
          const { logAbility, position } = fit.estimate;
          const at = Float64Array.from([...logAbility, ...(position === null ? [] : [position])]);
          const refit = refitOf(design, { at, bread: fit.bread });
          const counts = new Float64Array(design.counts.length);
          resampleVotes(design.counts, seed)(counts);
          const drawn = asComparisons({ ...design, counts });
          const whole = bradleyTerry(drawn, options);
          const estimate = refit(counts);
          expect(estimate === null).toBe(whole.fit === null);
          if (estimate === null || whole.fit === null) return;
          const off = ratios(
            estimate
              .subarray(0, comparisons.items)
              .map((one, item) => one - whole.fit!.estimate.logAbility[item]!),
            fit.modelError.logAbility,
          );
          expect(Math.max(...off.map(Math.abs))).toBeLessThan(1e-3);
        },
      ),
    );
  });

  test('joined is what has one strong component', () => {
    fc.assert(
      fc.property(joinedComparisons, fc.nat(), (comparisons, seed) => {
        const { design } = designOf(comparisons, {});
        const counts = new Float64Array(design.counts.length);
        resampleVotes(design.counts, seed)(counts);
        expect(joined(design, counts)).toBe(connectivityOfCells({ ...design, counts }).mleExists);
      }),
    );
  });

  function asComparisons({ a, b, counts, items }: ReturnType<typeof designOf>['design']): Comparisons {
    const rows = Array.from(a).flatMap((one, cell) =>
      ([-1, 0, 1] as const).map(
        (outcome) => [one, b[cell]!, outcome, counts[3 * cell + outcome + 1]!] as const,
      ),
    );
    return {
      ...comparisonsOf(
        items,
        rows.map(([one, other, outcome]) => [one, other, outcome]),
      ),
      count: Float64Array.from(rows, ([, , , count]) => count),
    };
  }
});

describe('intervals', () => {
  const votes = drawComparisons({
    logAbility: evenAbilities(10),
    votes: 20_000,
    seed: 4,
    nu: 0.4,
    position: 0.3,
  });

  test.each([false, true])('spread as the sandwich says, position %s', (positionEffect) => {
    const { spread, whole, roundsWithoutEstimate } = bootstrapBradleyTerry(votes, {
      seed: 1,
      positionEffect,
    });
    expect(roundsWithoutEstimate).toBe(0);
    const errors = whole.fit!.sandwichError!;
    expectNear(ratios(spread!.deviation.logAbility, errors.logAbility), new Float64Array(10).fill(1), 0.12);
    const half = spread!.upper.logAbility.map((upper, item) => (upper - spread!.lower.logAbility[item]!) / 2);
    expectNear(ratios(half, errors.logAbility), new Float64Array(10).fill(1.96), 0.2);
    if (positionEffect) expect(spread!.deviation.position! / errors.position!).toBeCloseTo(1, 0);
    const wide = spread!.simultaneous.upper.map(
      (upper, item) => upper - whole.fit!.estimate.logAbility[item]!,
    );
    // Of ten independent ones 2.80 deviations; these are a little dependent.
    for (const c of ratios(wide, spread!.deviation.logAbility)) {
      expect(c).toBeGreaterThan(2.4);
      expect(c).toBeLessThan(3.1);
    }
  });

  test('by cluster where there are clusters: as the clustered sandwich, and wider when voices repeat', () => {
    const repeated = (column: Int32Array): Int32Array =>
      column.map((_, row) => column[Math.floor(row / 10)]!);
    const voices = {
      a: repeated(votes.a),
      b: repeated(votes.b),
      outcome: votes.outcome.map((_, row) => votes.outcome[Math.floor(row / 10)]!),
      items: 10,
    };
    const cluster = { of: voices.a.map((_, row) => Math.floor(row / 10)), clusters: 2_000 };
    const byVoice = bootstrapBradleyTerry({ ...voices, cluster }, { seed: 2, rounds: 500 });
    const byVote = bootstrapBradleyTerry(voices, { seed: 2, rounds: 500 });
    const deviation = byVoice.spread!.deviation.logAbility;
    expectNear(
      ratios(deviation, byVoice.whole.fit!.sandwichError!.logAbility),
      new Float64Array(10).fill(1),
      0.15,
    );
    expectNear(
      ratios(deviation, byVote.spread!.deviation.logAbility),
      new Float64Array(10).fill(Math.sqrt(10)),
      0.2,
    );
  });

  test('with covariates', () => {
    const random = randomFrom(3);
    const fewer = drawComparisons({ logAbility: evenAbilities(6), votes: 3_000, seed: 4 });
    const covariates = [Float64Array.from(fewer.a, () => random() - 0.5)];
    const some = bootstrapBradleyTerry({ ...fewer, covariates }, { seed: 1, rounds: 200 });
    expect(some.spread!.deviation.covariates[0]! / some.whole.fit!.sandwichError!.covariates[0]!).toBeCloseTo(
      1,
      0,
    );
  });

  test('the same for a seed, another for another', () => {
    const run = (seed: number): Float64Array =>
      bootstrapBradleyTerry(votes, { seed, rounds: 50 }).spread!.lower.logAbility;
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  test('of too few votes the limits are not known, with a prior they are', () => {
    const few = comparisonsOf(3, [
      [0, 1, 1],
      [1, 2, 1],
      [2, 0, 1],
    ]);
    const none = bootstrapBradleyTerry(few, { seed: 1, rounds: 200 });
    expect(none).toMatchObject({ spread: null, reason: 'not_connected' });
    // All three votes must be drawn: 6 of 27.
    expect(none.roundsWithoutEstimate / 200).toBeCloseTo(21 / 27, 1);
    expect(bootstrapBradleyTerry(few, { seed: 1, priorSd: 1 })).toMatchObject({
      reason: null,
      roundsWithoutEstimate: 0,
    });
    expect(bootstrapBradleyTerry(comparisonsOf(2, []), { seed: 1 })).toMatchObject({
      spread: null,
      reason: 'no_data',
    });
    const cluster = { of: votes.a.map(() => 0), clusters: 1 };
    expect(bootstrapBradleyTerry({ ...votes, cluster }, { seed: 1 }).reason).toBe('one_cluster');
  });

  test('people on MT-Bench: GPT-4 alone is first, Claude and GPT-3.5 are not told apart', () => {
    const comparisons = mtBench();
    const { spread } = bootstrapBradleyTerry(comparisons, { seed: 1 });
    const ranges = rankRanges(spread!.simultaneous);
    const of = (name: string) => ranges[comparisons.itemNames.indexOf(name)];
    expect(of('gpt-4')).toEqual({ best: 1, worst: 1 });
    expect(of('gpt-3.5-turbo')).toEqual({ best: 2, worst: 3 });
    expect(of('claude-v1')).toEqual({ best: 2, worst: 3 });
    expect(of('vicuna-13b-v1.2')).toEqual({ best: 4, worst: 4 });
    expect(of('alpaca-13b')).toEqual({ best: 5, worst: 5 });
    expect(of('llama-13b')).toEqual({ best: 6, worst: 6 });
  });
});
