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

const thumb = (up: boolean): Decided => ({
  outcome: up ? 'thumbs_up' : 'thumbs_down',
  strength: null,
  ranks: null,
});
const alone = {
  needed: 2,
  responses: 1,
  ranges: new Map([
    ['quality', 4],
    ['safe', 1],
  ]),
};

it('compares thumbs, and steps as a whole', () => {
  expect(settle([thumb(true), thumb(true)], alone)).toEqual({ ...thumb(true), by: [0, 1] });
  expect(settle([thumb(true), thumb(false)], alone)).toBeNull();
  expect(settle([thumb(true), thumb(false), thumb(false)], alone)).toEqual({ ...thumb(false), by: [2] });
  const stepped = (second: 'right' | 'wrong'): Decided => ({
    outcome: 'steps',
    strength: null,
    ranks: null,
    details: {
      ratings: [],
      steps: [
        { start: 0, end: 4, label: 'right' },
        { start: 6, end: 9, label: second },
      ],
    },
  });
  expect(settle([stepped('right'), stepped('right')], alone)).toEqual({ ...stepped('right'), by: [0, 1] });
  expect(settle([stepped('right'), stepped('wrong')], alone)).toBeNull();
});

it('takes the mean of ratings within a quarter of their range', () => {
  const rated = (...values: [key: string, value: number][]): Decided => ({
    outcome: 'rated',
    strength: null,
    ranks: null,
    details: { ratings: values.map(([key, value]) => ({ key, response: 0, value })), steps: null },
  });
  expect(settle([rated(['quality', 3], ['safe', 1]), rated(['safe', 1], ['quality', 4])], alone)).toEqual({
    ...rated(['quality', 3.5], ['safe', 1]),
    by: [0, 1],
  });
  expect(settle([rated(['quality', 3]), rated(['quality', 5])], alone)).toBeNull();
  // Of two values each is the other way round.
  expect(settle([rated(['safe', 0]), rated(['safe', 1])], alone)).toBeNull();
  expect(settle([rated(['quality', 3]), rated(['quality', 3], ['safe', 1])], alone)).toBeNull();
  expect(settle([rated(['quality', 3]), rated(['safe', 3])], alone)).toBeNull();
});
