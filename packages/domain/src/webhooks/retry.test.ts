import { expect, it } from 'vitest';
import { holdAfter, isHopeless, MOST_TRIES, readRetryAfter, waitAfter } from './retry.ts';

const hour = 3_600_000;
const plain = { random: 0.5, asked: null };

it('waits longer after each try, about a day in all, and then no more', () => {
  const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => waitAfter(index + 1, plain)!);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  const sum = waits.reduce((all, one) => all + one, 0);
  expect(sum).toBeGreaterThan(20 * hour);
  expect(sum).toBeLessThan(28 * hour);
  expect(waitAfter(MOST_TRIES, plain)).toBeNull();
});

it('spreads waits by a fifth either way', () => {
  expect(waitAfter(2, { random: 0, asked: null })).toBe(48_000);
  expect(waitAfter(2, { random: 1, asked: null })).toBe(72_000);
});

it('waits as long as the receiver asks, up to a day, and never less than usual', () => {
  expect(waitAfter(1, { random: 0.5, asked: 600_000 })).toBe(600_000);
  expect(waitAfter(1, { random: 0.5, asked: 1 })).toBe(5_000);
  expect(waitAfter(1, { random: 0.5, asked: 90 * hour })).toBe(24 * hour);
  expect(waitAfter(MOST_TRIES, { random: 0.5, asked: 600_000 })).toBeNull();
});

it('leaves a receiver that fails alone, a little longer each time', () => {
  expect([1, 2, 3, 20].map((failures) => holdAfter(failures, null))).toEqual([
    5_000, 10_000, 20_000, 300_000,
  ]);
  expect(holdAfter(1, 60_000)).toBe(60_000);
});

it('gives up on a receiver only after many tries and most of a day', () => {
  expect(isHopeless(MOST_TRIES, { since: 0, now: 20 * hour })).toBe(true);
  expect(isHopeless(MOST_TRIES - 1, { since: 0, now: 20 * hour })).toBe(false);
  expect(isHopeless(1_000, { since: 0, now: 19 * hour })).toBe(false);
});

it.each([
  ['120', 120_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 1969 23:59:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['1.5', null],
  [undefined, null],
])('reads Retry-After %j', (value, expected) => expect(readRetryAfter(value, 0)).toBe(expected));
