import { expect, test } from 'vitest';
import { onCriterion } from './on-criterion.ts';

test('a judgment on a criterion is a preference, a tie or an abstention, or says nothing', () => {
  const criteria = [
    { key: 'helpful', outcome: 'preference', position: 2, strength: -2 },
    { key: 'harmless', outcome: 'not_applicable', position: null, strength: null },
    { key: 'honest', outcome: 'tie', position: 4, strength: 0 },
  ] as const;
  expect(onCriterion(criteria, 'helpful')).toEqual({ outcome: 'preference', strength: -2, ranks: null });
  expect(onCriterion(criteria, 'harmless')).toEqual({ outcome: 'cannot_judge', strength: null, ranks: null });
  expect(onCriterion(criteria, 'honest')).toEqual({ outcome: 'tie', strength: 0, ranks: null });
  expect(onCriterion(criteria, 'kind')).toBeNull();
  expect(onCriterion([], 'helpful')).toBeNull();
});
