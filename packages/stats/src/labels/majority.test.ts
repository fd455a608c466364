import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { countByUnit } from '../votes.ts';
import { entropyByUnit } from './entropy.ts';
import { groupVotes } from './grouped-votes.ts';
import { byName, someRows, someSize, votesOf, votesOfVector } from './labels.fixture.ts';
import { majorityByUnit, majorityOfCounts, noWinner, winnerByUnit } from './majority.ts';

test.each(vectorsOf('majority_vote'))('$id', (vector) => {
  const { votes } = votesOfVector(vector);
  const majority = majorityByUnit(votes);
  expectVector(
    vector,
    byName(votes.unitNames, (unit) => majority[unit]),
  );
});

test('no votes, one vote, a tie', () => {
  expect(majorityOfCounts([0, 0])).toEqual({
    share: null,
    winners: [],
    tie: false,
    entropyNats: null,
    reason: 'no_data',
  });
  expect(majorityOfCounts([0, 1, 0])).toEqual({
    share: [0, 1, 0],
    winners: [1],
    tie: false,
    entropyNats: 0,
    reason: null,
  });
  expect(majorityOfCounts([2, 0, 2])).toMatchObject({ winners: [0, 2], tie: true, entropyNats: Math.LN2 });
});

test('the columns say the same as the results by unit', () => {
  fc.assert(
    fc.property(someRows(3, 0), (rows) => {
      const votes = votesOf(rows, someSize(3));
      const winners = winnerByUnit(votes);
      majorityByUnit(votes).forEach(({ winners: all, tie, reason }, unit) => {
        if (reason === 'no_data') expect(winners[unit]).toBe(noWinner.noVotes);
        else expect(winners[unit]).toBe(tie ? noWinner.tie : all[0]);
      });
    }),
  );
});

test('grouping keeps every vote, and the order of those of a unit', () => {
  fc.assert(
    fc.property(someRows(4, 0), fc.constantFrom(undefined, 3), (rows, without) => {
      const votes = votesOf(rows, someSize(4));
      const mask = without === undefined ? undefined : new Uint8Array(10).fill(1, without, without + 1);
      const { unit, start, rater, label } = groupVotes(votes, mask);
      const back = Array.from(unit).flatMap((of, group) =>
        Array.from(rater.subarray(start[group], start[group + 1]), (by, vote) => [
          of,
          by,
          label[start[group]! + vote],
        ]),
      );
      // Sorting is stable.
      expect(back).toEqual(rows.filter(([of]) => of !== without).sort(([one], [other]) => one - other));
    }),
  );
});

test('entropy lies between 0 and ln(labels), both reached', () => {
  const counts = countByUnit(votesOf([[0, 0, 2]], { units: 1, raters: 1, labels: 3 }));
  expect([...entropyByUnit(counts, 3)]).toEqual([0]);
  expect(entropyByUnit(new Float64Array(7).fill(1 / 7), 7)[0]).toBeCloseTo(Math.log(7), 14);
});
