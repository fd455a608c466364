import { expect, it } from 'vitest';
import { settle } from './resolution-adjudication.ts';
import type { Decided } from './resolution-result.ts';

const prefers = (strength: number): Decided => ({ outcome: 'preference', strength, ranks: null });
const tie: Decided = { outcome: 'tie', strength: 0, ranks: null };
const ranked = (...ranks: number[]): Decided => ({ outcome: 'ranking', strength: null, ranks });
const one = { needed: 1, responses: 2 };
const two = { needed: 2, responses: 2 };

it('takes the first where one is enough', () => {
  expect(settle([], one)).toBeNull();
  expect(settle([prefers(-2)], one)).toEqual({ ...prefers(-2), by: [0] });
});

it('waits for two, and for a third where they differ', () => {
  expect(settle([prefers(-2)], two)).toBeNull();
  expect(settle([prefers(-2), prefers(-1)], two)).toEqual({ ...prefers(-1.5), by: [0, 1] });
  expect(settle([tie, tie], two)).toEqual({ ...tie, by: [0, 1] });
  expect(settle([prefers(-2), prefers(1)], two)).toBeNull();
  expect(settle([prefers(-2), tie], two)).toBeNull();
  expect(settle([prefers(-2), prefers(1), tie], two)).toEqual({ ...tie, by: [2] });
});

it('compares rankings as a whole', () => {
  const three = { needed: 2, responses: 3 };
  expect(settle([ranked(1, 2, 3), ranked(1, 2, 3)], three)).toEqual({ ...ranked(1, 2, 3), by: [0, 1] });
  expect(settle([ranked(1, 2, 3), ranked(1, 3, 2)], three)).toBeNull();
});
