import { expect, test } from 'vitest';
import { payCells } from './pay-rows.ts';

test('the file has a line for each person and rate, with exact amounts', () => {
  const people = [
    {
      annotatorId: 'a',
      name: 'Li, 蕾',
      earned: [
        { currency: 'EUR', perJudgmentMicros: 125_000, accepted: 3, pending: 1, disputed: 0 },
        { currency: 'USD', perJudgmentMicros: 1, accepted: 0, pending: 0, disputed: 2 },
      ],
    },
    { annotatorId: 'b', name: 'Bo', earned: [] },
  ];
  expect(payCells(people)).toEqual([
    [
      'annotatorId',
      'name',
      'currency',
      'perJudgmentMicros',
      'accepted',
      'pending',
      'disputed',
      'acceptedMicros',
      'pendingMicros',
      'disputedMicros',
    ],
    ['a', 'Li, 蕾', 'EUR', 125_000, 3, 1, 0, 375_000, 125_000, 0],
    ['a', 'Li, 蕾', 'USD', 1, 0, 0, 2, 0, 0, 2],
  ]);
});
