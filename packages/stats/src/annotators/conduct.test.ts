import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquaredQuantile } from '../numeric/chi-squared-quantile.ts';
import { chiSquaredTail } from '../numeric/gamma.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { fisherAnomaly } from './fisher-anomaly.ts';
import { robustLogZ } from './speed.ts';
import { longestRunProbability, straightLining } from './straight-lining.ts';
import { swapConsistency, type Picked, type Repeat } from './swap-consistency.ts';

test.each(vectorsOf('longest_run_probability'))('$id', (vector) => {
  const { trials, runLength, p } = vector.input as { trials: number; runLength: number; p: number };
  expectVector(vector, { probability: longestRunProbability(trials, runLength, p) });
});

test.each(vectorsOf('robust_log_z'))('$id', (vector) => {
  expectVector(vector, robustLogZ(vector.input['seconds'] as number[]));
});

test.each(vectorsOf('swap_consistency'))('$id', (vector) => {
  expectVector(vector, swapConsistency(vector.input['repeats'] as Repeat[]));
});

test.each(vectorsOf('fisher_anomaly'))('$id', (vector) => {
  const { history, votes } = vector.input as { history: Record<string, number[]>; votes: [string, number][] };
  const options = vector.params as { alpha: number; checkpoints: number[] };
  const actions = Object.keys(history);
  const counts = new Float64Array(actions.length * 3);
  actions.forEach((action, row) => history[action]!.forEach((code) => (counts[row * 3 + code]! += 1)));
  const given = {
    action: Int32Array.from(votes, ([action]) => actions.indexOf(action)),
    code: Int32Array.from(votes, ([, code]) => code),
  };
  expectVector(vector, fisherAnomaly({ counts, codes: 3 }, given, options));
});

describe('straight-lining', () => {
  test('the chance of a run is that of all sequences that hold one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom(0, 0.3, 0.5, 1),
        (trials, run, p) => {
          let sum = 0;
          for (let sequence = 0; sequence < 2 ** trials; sequence += 1) {
            const picks = sequence.toString(2).padStart(trials, '0');
            const successes = picks.replaceAll('0', '').length;
            if (picks.includes('1'.repeat(run))) sum += p ** successes * (1 - p) ** (trials - successes);
          }
          expect(longestRunProbability(trials, run, p)).toBeCloseTo(sum, 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is measured at a person’s own rates', () => {
    const answers = [...Array<number>(12).fill(0), ...Array.from({ length: 38 }, (_, index) => index % 2)];
    const { longestRun, answer, rate, probability } = straightLining(answers);
    expect([longestRun, answer, rate]).toEqual([13, 0, 31 / 50]);
    expect(probability).toBeCloseTo(
      longestRunProbability(50, 13, 0.62) + longestRunProbability(50, 13, 0.38),
      12,
    );
    expect(probability).toBeLessThan(0.05);
  });

  test('always the same is left to the test of the position; no answers say nothing', () => {
    expect(straightLining([1, 1, 1])).toEqual({
      longestRun: 3,
      answer: 1,
      rate: 1,
      probability: 1,
      reason: null,
    });
    expect(straightLining([])).toEqual({
      longestRun: 0,
      answer: null,
      rate: null,
      probability: null,
      reason: 'no_data',
    });
  });

  test('random answers are seldom flagged', () => {
    const random = randomFrom(4);
    let flagged = 0;
    for (let person = 0; person < 400; person += 1) {
      const answers = Array.from({ length: 60 }, () => (random() < 0.45 ? 0 : 1));
      if (straightLining(answers).probability! <= 0.05) flagged += 1;
    }
    // 20 are expected at most; this is four standard deviations more.
    expect(flagged).toBeLessThan(38);
  });
});

describe('speed', () => {
  test('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 }), (seconds) => {
        const [one, other] = [robustLogZ(seconds), robustLogZ(seconds.map((time) => time * 1024))];
        expect(other.reason === null).toBe(one.reason === null);
        one.z?.forEach((z, index) =>
          expect(Math.abs(other.z![index]! - z)).toBeLessThan(1e-6 * Math.max(1, Math.abs(z))),
        );
      }),
    );
  });

  test('equal times have no z, no times nothing, and a time of nothing is refused', () => {
    expect(robustLogZ([5, 5, 5])).toEqual({
      medianLog: Math.log(5),
      scaledMad: 0,
      z: null,
      flagged: [],
      reason: 'no_variation',
    });
    expect(robustLogZ([5]).reason).toBe('no_variation');
    expect(robustLogZ([])).toEqual({
      medianLog: null,
      scaledMad: null,
      z: null,
      flagged: [],
      reason: 'no_data',
    });
    expect(() => robustLogZ([3, 0])).toThrow(RangeError);
    expect(() => robustLogZ([3, NaN])).toThrow(RangeError);
  });
});

describe('repeats with the sides swapped', () => {
  const somePick = fc.constantFrom<Picked>('A', 'tie', 'B');

  test('every repeat is consistent, a side, or half a tie; exchanging the names changes nothing but the sides', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(somePick, somePick)), (repeats) => {
        const result = swapConsistency(repeats);
        const other = { A: 'B', tie: 'tie', B: 'A' } as const;
        const renamed = swapConsistency(
          repeats.map(([first, second]): Repeat => [other[first], other[second]]),
        );
        expect(renamed).toEqual({
          ...result,
          alwaysLeft: result.alwaysRight,
          alwaysRight: result.alwaysLeft,
          positionTestP: renamed.positionTestP,
          kappa: renamed.kappa,
        });
        expect(renamed.positionTestP).toBeCloseTo(result.positionTestP, 12);
        if (result.kappa !== null) expect(renamed.kappa).toBeCloseTo(result.kappa, 12);
        expect(result.decisive).toBe(repeats.filter((repeat) => !repeat.includes('tie')).length);
        expect(result.consistent).toBe(repeats.filter(([first, second]) => first === second).length);
      }),
    );
  });

  test('none, and always the same', () => {
    expect(swapConsistency([])).toMatchObject({
      n: 0,
      rate: null,
      wilson: null,
      kappa: null,
      reason: 'no_data',
      kappaReason: 'no_data',
    });
    expect(swapConsistency([['A', 'A']])).toMatchObject({
      rate: 1,
      kappa: null,
      reason: null,
      kappaReason: 'no_variation',
    });
    expect(
      swapConsistency([
        ['A', 'B'],
        ['A', 'B'],
        ['A', 'B'],
        ['A', 'B'],
        ['A', 'B'],
        ['A', 'B'],
      ]).positionTestP,
    ).toBeCloseTo(2 / 64, 12);
  });
});

describe('Fisher’s anomaly test', () => {
  const counts = Float64Array.of(60, 20, 20, 0, 0, 0);

  test('an action without history says nothing, nor does the most usual outcome', () => {
    const { pValues, anomalous } = fisherAnomaly(
      { counts, codes: 3 },
      { action: Int32Array.of(1, 0), code: Int32Array.of(2, 0) },
      { checkpoints: [2] },
    );
    expect([...pValues]).toEqual([1, 1]);
    expect(anomalous).toBe(false);
  });

  test('votes like those of the others are seldom flagged, votes against them are', () => {
    const random = randomFrom(12);
    const flagged = (codeOf: () => number): number => {
      let people = 0;
      for (let person = 0; person < 300; person += 1) {
        const votes = { action: new Int32Array(50), code: Int32Array.from({ length: 50 }, codeOf) };
        if (fisherAnomaly({ counts, codes: 3 }, votes, { checkpoints: [10, 20, 30, 40, 50] }).anomalous)
          people += 1;
      }
      return people;
    };
    const code = (x: number): number => (x < 0.6 ? 0 : 1) + (x < 0.8 ? 0 : 1);
    expect(flagged(() => code(random()))).toBeLessThan(30);
    expect(flagged(() => 2)).toBe(300);
  });

  test('refuses a checkpoint beyond the votes', () => {
    expect(() =>
      fisherAnomaly(
        { counts, codes: 3 },
        { action: Int32Array.of(0), code: Int32Array.of(0) },
        { checkpoints: [2] },
      ),
    ).toThrow(RangeError);
  });

  test('its thresholds are quantiles', () => {
    expect(chiSquaredQuantile(0.95, 1)).toBeCloseTo(3.841458820694124, 10);
    expect(chiSquaredQuantile(0.98, 2)).toBeCloseTo(-2 * Math.log(0.02), 10);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-9, noNaN: true }),
        fc.integer({ min: 1, max: 2000 }),
        (p, df) => {
          const x = chiSquaredQuantile(p, df);
          expect(Math.abs(1 - p - chiSquaredTail(x, df))).toBeLessThan(1e-9);
        },
      ),
    );
  });
});
