import { TRASH_DAYS as ofContract } from '@pairwright/contract/trash';
import { expect, test } from 'vitest';
import { TRASH_DAYS } from './days.ts';

test('the page tells the days that the server keeps', () => {
  expect(TRASH_DAYS).toBe(ofContract);
});
