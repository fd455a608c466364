import { expect, test } from 'vitest';
import { nextFault } from './next-fault.ts';

test('goes from fault to fault and round again', () => {
  const rows = [true, false, true, false].map((ok) => ({ ok }));
  expect([0, 1, 2, 3].map((at) => nextFault(rows, at))).toEqual([1, 3, 3, 1]);
  expect(nextFault([{ ok: true }], 0)).toBeNull();
  expect(nextFault([], 0)).toBeNull();
  expect(nextFault([{ ok: false }], 0)).toBe(0);
});
