import { expect, test } from 'vitest';
import { work } from '../session/session.fixture.ts';
import type { Work } from '../session/state.ts';
import { nothingSettled, towards } from './settled.ts';
import type { Settled, Wanted } from './settled.ts';

const pair = (id: string): Work => ({
  ...work(id),
  responses: [0, 1].map(() => ({ messages: [{ role: 'assistant', content: 'Yes.' }] })),
});
const [p1, p2, p3, p4] = ['p1', 'p2', 'p3', 'p4'].map(pair) as [Work, Work, Work, Work];

/** Every step until nothing is left to do, as `p2:1`: the second pair with one of its answers. */
function steps(from: Settled, wanted: Wanted): { said: string[]; last: Settled } {
  const said: string[] = [];
  let last = from;
  for (let step = towards(last, wanted); step !== null; step = towards(last, wanted)) {
    last = step;
    said.push(last.ahead.map(({ work: { id }, answers }) => `${id}:${answers}`).join(' '));
    if (said.length > 20) throw new Error('It never ends.');
  }
  return { said, last };
}

const first: Wanted = { current: p1, previous: null, next: p2, afterNext: p3 };

test('the next pair comes part by part, and the one after it when that is there', () => {
  const { said, last } = steps(nothingSettled, first);
  expect(said).toEqual(['', 'p2:1', 'p2:2', 'p2:2 p3:1', 'p2:2 p3:2']);
  expect(towards(last, first)).toBeNull();
});

test('after a vote only the pair after the next is new', () => {
  const { last } = steps(nothingSettled, first);
  const { said } = steps(last, { current: p2, previous: p1, next: p3, afterNext: p4 });
  expect(said).toEqual(['p3:2', 'p3:2 p4:1', 'p3:2 p4:2']);
});

test('what an undo puts back in the queue stays as it is', () => {
  const voted: Wanted = { current: p2, previous: p1, next: p3, afterNext: null };
  const { last } = steps(steps(nothingSettled, first).last, voted);
  const { said } = steps(last, { current: p1, previous: null, next: p2, afterNext: p3 });
  expect(said).toEqual(['p2:2 p3:2']);
});

test('what is given back goes', () => {
  const { last } = steps(nothingSettled, first);
  expect(steps(last, { ...first, next: p3, afterNext: null }).said).toEqual(['p3:2']);
  expect(steps(last, { ...first, next: null, afterNext: null }).said).toEqual(['']);
});
