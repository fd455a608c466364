import { expect, test } from 'vitest';
import { ticksOf } from './ticks.ts';

test('are round and hold what is drawn', () => {
  expect(ticksOf(843, 1207)).toEqual([800, 900, 1000, 1100, 1200, 1300]);
  expect(ticksOf(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticksOf(-0.034, 0.021)).toEqual([-0.04, -0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03]);
});

test('one number has one', () => {
  expect(ticksOf(5, 5)).toEqual([5]);
  expect(ticksOf(Infinity, -Infinity)).toEqual([]);
});
