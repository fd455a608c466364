import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstVotes, groupByUnit, orderByUnit } from './votes-by-unit.ts';
import { votesOfRows, type Votes } from './votes.ts';

const votes = (labels: number): fc.Arbitrary<Votes> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom('u', 'v', 'w', 'x'),
        fc.constantFrom('ann', 'bob', 'cat'),
        fc.integer({ min: 0, max: labels - 1 }),
      ),
    )
    .map((rows) => votesOfRows(rows, labels));

test('votes of each unit stand together, in their order', () => {
  fc.assert(
    fc.property(fc.constantFrom(2, 256, 257, 100_000).chain(votes), (all) => {
      const { start, label, units } = groupByUnit(all);
      const { start: again, order } = orderByUnit(all);
      expect(again).toEqual(start);
      expect(units).toBe(all.units);
      for (let unit = 0; unit < units; unit += 1) {
        const expected = [...all.unit.keys()].filter((vote) => all.unit[vote] === unit);
        expect([...order.subarray(start[unit], start[unit + 1])]).toEqual(expected);
        expect([...label.subarray(start[unit], start[unit + 1])]).toEqual(
          expected.map((vote) => all.label[vote]),
        );
      }
      expect(start[units]).toBe(all.unit.length);
    }),
  );
});

test('of several votes of a rater on a unit the first is kept', () => {
  fc.assert(
    fc.property(votes(3), (all) => {
      const seen = new Set<string>();
      const expected = [...all.unit.keys()].filter((vote) => {
        const key = `${all.unit[vote]} ${all.rater[vote]}`;
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
      const once = firstVotes(all);
      expect([...once.unit]).toEqual(expected.map((vote) => all.unit[vote]));
      expect([...once.rater]).toEqual(expected.map((vote) => all.rater[vote]));
      expect([...once.label]).toEqual(expected.map((vote) => all.label[vote]));
      expect(firstVotes(once)).toBe(once);
    }),
  );
});
