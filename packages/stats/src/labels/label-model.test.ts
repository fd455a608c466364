import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { dawidSkene } from './dawid-skene.ts';
import { entropyNats } from './entropy.ts';
import { impliedAccuracy } from './implied-accuracy.ts';
import { labelModel } from './label-model.ts';
import {
  drawVotes,
  expectNear,
  hitRate,
  logLoss,
  someRows,
  someSize,
  votesOf,
  type Rows,
} from './labels.fixture.ts';

/** Raters of different accuracy, some of whom lean towards a label, and most units with one vote. */
function usualWork(seed: number, { units, raters }: { units: number; raters: number }) {
  const random = randomFrom(seed);
  const errorRates = Array.from({ length: raters }, () => {
    const accuracy = 0.55 + 0.4 * random();
    return Array.from({ length: 3 }, (_, k) => {
      const right = Math.min(0.98, accuracy + 0.3 * (random() - 0.5));
      const lean = 0.1 + 0.8 * random();
      const errors = [lean, 1 - lean].map((share) => share * (1 - right));
      return [0, 1, 2].map((label) => (label === k ? right : errors.pop()!));
    });
  });
  const world = { units, labels: 3, errorRates, share: [0.42, 0.16, 0.42] };
  return drawVotes({ ...world, votesPerUnit: (unit) => (unit % 4 === 0 ? 3 : 1) }, random);
}

describe('the label model', () => {
  test('is nearer to the truth than Dawid and Skene, and knows how sure it is', () => {
    let [loss, lossOfMatrices, hits, sure] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 5; seed += 1) {
      const { votes, truth } = usualWork(seed, { units: 1000, raters: 15 });
      const { posterior } = labelModel(votes).found!;
      loss += logLoss(posterior, truth) / 5;
      lossOfMatrices += logLoss(dawidSkene(votes, { smoothing: 0.1 }).found!.posterior, truth) / 5;
      hits += hitRate(posterior, truth) / 5;
      for (let unit = 0; unit < 1000; unit += 1)
        sure += Math.max(...posterior.subarray(unit * 3, unit * 3 + 3)) / 5000;
    }
    expect(loss).toBeLessThan(lossOfMatrices - 0.05);
    expect(Math.abs(sure - hits)).toBeLessThan(0.03);
  });

  test('gives a matrix to who has shared votes enough, and one accuracy to the others', () => {
    const { votes } = usualWork(9, { units: 600, raters: 8 });
    const { raters } = labelModel(votes, { leastVotesForMatrix: 56 }).found!;
    const shared = new Int32Array(8);
    const given = new Int32Array(8);
    votes.rater.forEach((rater, vote) => {
      given[rater]! += 1;
      if (votes.unit[vote]! % 4 === 0) shared[rater]! += 1;
    });
    expect(raters.map((rater) => rater.sharedVotes)).toEqual([...shared]);
    expect(raters.map((rater) => rater.votes)).toEqual([...given]);
    expect(raters.map(({ model }) => model)).toEqual(
      Array.from(shared, (n) => (n >= 56 ? 'matrix' : 'one_coin')),
    );
    expect(new Set(raters.map(({ model }) => model)).size).toBe(2);
  });

  test('the order of rows does not matter, and probabilities are some', () => {
    fc.assert(
      fc.property(someRows(3), (rows) => {
        const settings = { maxIterations: 8, tolerance: 0 };
        const one = labelModel(votesOf(rows, someSize(3)), settings);
        const other = labelModel(votesOf(rows.toReversed(), someSize(3)), settings);
        expect(other.reason).toBe(one.reason);
        if (one.found === null || other.found === null) return;
        expectNear(other.found.posterior, one.found.posterior, 1e-9);
        for (let unit = 0; unit < 10; unit += 1) {
          const row = one.found.posterior.subarray(unit * 3, unit * 3 + 3);
          expect(row.every((p) => p > 0 && p < 1)).toBe(true);
          expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 12);
          expect(one.found.entropyNats[unit]).toBe(entropyNats(row));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('raters of whom little is known', () => {
  const rows: Rows = [
    ...Array.from({ length: 20 }, (_, unit): Rows => [
      [unit, 0, unit % 2],
      [unit, 1, unit < 16 ? unit % 2 : 1 - (unit % 2)],
    ]).flat(),
    [20, 2, 1],
  ];
  const size = { units: 22, raters: 4, labels: 2 };

  test('are presumed to be as good as agreement says', () => {
    const { found } = labelModel(votesOf(rows, size));
    // Half a count to each side: 16 of 20 pairs agree.
    expect(found!.presumedAccuracy).toBe(impliedAccuracy(16.5 / 21));
    expect(found!.raters[2]).toEqual({
      model: 'one_coin',
      votes: 1,
      sharedVotes: 0,
      accuracy: null,
      reason: 'no_overlap',
    });
    expect(found!.raters[3]).toEqual({
      model: 'one_coin',
      votes: 0,
      sharedVotes: 0,
      accuracy: null,
      reason: 'no_data',
    });
    const q = found!.presumedAccuracy;
    const [share0, share1] = [found!.classShare[0]!, found!.classShare[1]!];
    const sure = (share1 * q) / (share1 * q + share0 * (1 - q));
    expectNear(found!.posterior.subarray(40), [1 - sure, sure, share0, share1], 1e-12);
  });

  test('a vote that is repeated is not shared with anybody', () => {
    const repeated: Rows = [
      [20, 2, 1],
      [21, 2, 1],
      [21, 2, 0],
    ];
    const { found } = labelModel(votesOf([...rows, ...repeated], size));
    expect(found!.raters[2]).toMatchObject({ votes: 4, sharedVotes: 0, reason: 'no_overlap' });
    expect(found!.classShare).toEqual(labelModel(votesOf(rows, size)).found!.classShare);
  });

  test('and nothing is found where nobody can be compared', () => {
    expect(
      labelModel(
        votesOf(
          [
            [0, 0, 1],
            [0, 0, 0],
            [1, 1, 0],
          ],
          { units: 2, raters: 2, labels: 2 },
        ),
      ).reason,
    ).toBe('no_overlap');
    expect(labelModel(votesOf([], size)).reason).toBe('no_data');
    expect(labelModel(votesOf([[0, 0, 0]], { units: 1, raters: 1, labels: 1 })).reason).toBe('no_variation');
  });

  test('a vote that cannot be, because nothing is presumed, says nothing', () => {
    const agreed = Array.from({ length: 4 }, (_, unit): Rows => [
      [unit, 0, 0],
      [unit, 1, 0],
    ]).flat();
    const votes = votesOf([...agreed, [4, 0, 1]], { units: 5, raters: 2, labels: 2 });
    const { found } = labelModel(votes, { priorVotes: 0, leastVotesForMatrix: 0 });
    expect(found!.posterior.subarray(8)).toEqual(found!.classShare);
  });

  test('a few clean votes make nobody infallible', () => {
    const clean = votesOf(
      [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
        [1, 1, 1],
        [2, 0, 0],
      ],
      { units: 3, raters: 2, labels: 2 },
    );
    const { found } = labelModel(clean);
    expect(found!.raters[0]!.accuracy).toBeLessThan(0.96);
    expect(found!.posterior[4]).toBeLessThan(0.96);
  });

  test('known classes are enough to learn from', () => {
    const gold = Int32Array.from({ length: 20 }, (_, unit) => (unit < 19 ? unit % 2 : -1));
    const alone = votesOf(
      Array.from({ length: 20 }, (_, unit) => [unit, 0, unit < 15 ? unit % 2 : 1 - (unit % 2)]),
      { units: 20, raters: 1, labels: 2 },
    );
    const { found } = labelModel(alone, { gold });
    expect(found!.presumedAccuracy).toBe(15.5 / 20);
    const q = found!.raters[0]!.accuracy!;
    const [share0, share1] = [11 / 21, 10 / 21];
    expect(found!.logLikelihood).toBeCloseTo(
      10 * Math.log(share0) + 9 * Math.log(share1) + 15 * Math.log(q) + 4 * Math.log(1 - q),
      10,
    );
    // Eight votes of the presumed accuracy beside 15 right ones of 19.
    expect(found!.raters[0]).toMatchObject({ sharedVotes: 19, model: 'one_coin' });
    expect(found!.raters[0]!.accuracy).toBeCloseTo((15 + 8 * 0.775) / 27, 12);
    expect([...found!.posterior.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
  });
});
