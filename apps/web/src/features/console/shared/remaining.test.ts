import { expect, it } from 'vitest';
import { remainingParts } from './remaining.ts';

it.each([
  [0, 'seconds', 1],
  [12.4, 'seconds', 12],
  [59.6, 'minutes', 1],
  [3_599, 'minutes', 60],
  [7_200, 'hours', 2],
])('%s s are said as %s: %s', (seconds, unit, count) => {
  expect(remainingParts(seconds)).toEqual({ unit, count });
});
