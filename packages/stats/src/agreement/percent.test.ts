import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { type RatingTable, votesOfTable } from '../votes.ts';
import { agreementByUnit, percentAgreement } from './percent.ts';
import { distance, tables, votersRightBy } from './votes.fixture.ts';

test.each(vectorsOf('percent_agreement'))('$id', (vector) =>
  expectVector(vector, percentAgreement(votesOfTable(vector.input['ratings'] as RatingTable))),
);

test('it is what enumerating all pairs of votes gives', () => {
  fc.assert(
    fc.property(tables({ ratings: 3, missing: true }), (table) => {
      const shares: number[] = [];
      let [agreeing, pairs] = [0, 0];
      for (const row of table) {
        const given = row.filter((value) => value !== null);
        const equal = given.flatMap((one, at) => given.slice(at + 1).map((other) => one === other));
        if (equal.length === 0) continue;
        shares.push(equal.filter(Boolean).length / equal.length);
        agreeing += equal.filter(Boolean).length;
        pairs += equal.length;
      }
      const result = percentAgreement(votesOfTable(table));
      expect(result.unitsUsed).toBe(shares.length);
      expect(result.pairs).toBe(pairs);
      if (pairs === 0) {
        expect(result.unitMean).toBeNull();
        return;
      }
      expect(distance(result.pairPooled, agreeing / pairs)).toBeLessThan(1e-12);
      expect(
        distance(result.unitMean, shares.reduce((sum, share) => sum + share) / shares.length),
      ).toBeLessThan(1e-12);
      expect(result.unanimous).toBe(shares.filter((share) => share === 1).length / shares.length);
    }),
  );
});

test('hard units show by themselves', () => {
  const { unit, pairs, agreeingPairs } = agreementByUnit(
    votesOfTable([
      [1, 1, 1, 1],
      [2, null, null, null],
      [1, 1, 2, 2],
    ]),
  );
  expect([...unit]).toEqual([0, 2]);
  expect([...pairs]).toEqual([6, 6]);
  expect([...agreeingPairs]).toEqual([6, 2]);
});

test('without two votes on a unit there is no agreement', () => {
  const undefinedNumbers = { unitMean: null, pairPooled: null, unanimous: null, unitsUsed: 0, pairs: 0 };
  expect(percentAgreement(votesOfTable([]))).toEqual({ ...undefinedNumbers, reason: 'no_data' });
  expect(percentAgreement(votesOfTable([[null, null]]))).toEqual({ ...undefinedNumbers, reason: 'no_data' });
  expect(
    percentAgreement(
      votesOfTable([
        [1, null],
        [null, 2],
      ]),
    ),
  ).toEqual({ ...undefinedNumbers, reason: 'no_overlap' });
});

test('people who are right by 80 in 100 agree on 68', () => {
  const votes = votersRightBy(0.8);
  const { unitMean, pairPooled, unanimous } = percentAgreement(votes);
  expect(distance(unitMean, 0.68)).toBeLessThan(0.01);
  expect(distance(pairPooled, 0.68)).toBeLessThan(0.01);
  expect(distance(unanimous, 0.8 ** 3 + 0.2 ** 3)).toBeLessThan(0.01);
});
