import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it('is in the singular of one alone', () => {
  expect([0, 1, 2, 1000].map((count) => counted(count, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
    '1000 rows',
  ]);
  expect([1, 2].map((count) => counted(count, 'entry fits', 'entries fit'))).toEqual([
    '1 entry fits',
    '2 entries fit',
  ]);
});
