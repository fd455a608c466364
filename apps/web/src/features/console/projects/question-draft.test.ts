import { expect, test } from 'vitest';
import { withPoints, wholeIn } from './question-draft.ts';

test('an odd scale always has its tie', () => {
  const scale = { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true };
  expect(withPoints(scale, 5)).toEqual({ ...scale, points: 5, allowTie: true });
  expect(withPoints(scale, 6)).toEqual({ ...scale, points: 6 });
});

test('numbers are whole and in range', () => {
  expect(wholeIn('30', 1, 1440)).toBe(30);
  for (const text of ['', '0', '1441', '3.5', '-3', 'x', '1e2'])
    expect(wholeIn(text, 1, 1440), text).toBeNull();
});
