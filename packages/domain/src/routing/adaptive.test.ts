import { expect, test } from 'vitest';
import { askedFor, type Opinion, warrantedAccuracy } from './adaptive.ts';

const prefer = (...strengths: number[]): Opinion[] =>
  strengths.map((strength) =>
    strength === 0
      ? { outcome: 'tie', strength: null, ranks: null }
      : { outcome: 'preference', strength, ranks: null },
  );
/** Lead 3. */
const rule = { most: 5, accuracy: 0.75 };

test('one opinion, or several of one mind, are enough', () => {
  expect(askedFor(prefer(2), 1, rule)).toEqual({ target: 1, contested: false });
  expect(askedFor(prefer(1, 3, 2), 3, rule)).toEqual({ target: 3, contested: false });
});

test('while places are open nothing is asked', () => {
  expect(askedFor(prefer(1, -1), 3, rule)).toEqual({ target: 3, contested: false });
});

test('where they differ, as many are asked for as could settle it', () => {
  expect(askedFor(prefer(1, -1), 2, rule)).toEqual({ target: 5, contested: false });
  expect(askedFor(prefer(1, 0), 2, rule)).toEqual({ target: 5, contested: false });
  expect(askedFor(prefer(1, 1, -1), 3, rule)).toEqual({ target: 5, contested: false });
  expect(askedFor(prefer(1, 1, 1, 1, -1), 5, rule)).toEqual({ target: 5, contested: false });
});

test('what cannot be settled any more is contested, and no winner is forced', () => {
  expect(askedFor(prefer(1, 1, -1, -1), 4, rule)).toEqual({ target: 4, contested: true });
  expect(askedFor(prefer(1, 1, 1, -1, -1), 5, rule)).toEqual({ target: 5, contested: true });
  expect(askedFor(prefer(1, -1, 1, -1, 1, -1, 1), 7, rule)).toEqual({ target: 7, contested: true });
});

test('better people decide with a smaller lead', () => {
  expect(askedFor(prefer(1, -1), 2, { most: 5, accuracy: 0.9 })).toEqual({ target: 4, contested: false });
  expect(askedFor(prefer(1, 1, 1, -1), 4, { most: 5, accuracy: 0.9 })).toEqual({
    target: 4,
    contested: false,
  });
});

test('who cannot judge settles nothing', () => {
  const unable: Opinion = { outcome: 'cannot_judge', strength: null, ranks: null };
  expect(askedFor([unable], 1, rule)).toEqual({ target: 4, contested: false });
  expect(askedFor([unable, ...prefer(2)], 2, rule)).toEqual({ target: 2, contested: false });
  expect(askedFor([unable, unable, unable], 3, rule)).toEqual({ target: 3, contested: true });
});

test('the lead follows what is known of those who judged, and what is assumed of the others', () => {
  expect(warrantedAccuracy([null, null], 0.75)).toEqual({ accuracy: 0.75, learnt: 0 });
  expect(warrantedAccuracy([], 0.75)).toEqual({ accuracy: 0.75, learnt: 0 });
  const both = warrantedAccuracy([0.9, 0.9], 0.75);
  expect(both.learnt).toBe(2);
  expect(both.accuracy).toBeCloseTo(0.9, 12);
  const mixed = warrantedAccuracy([0.9, null], 0.6);
  // Odds of 9 and 1.5: their geometric mean.
  expect(mixed.accuracy).toBeCloseTo(Math.sqrt(13.5) / (1 + Math.sqrt(13.5)), 12);
  expect(mixed.learnt).toBe(1);
  // People who guess would never decide: a large lead is asked for instead.
  expect(warrantedAccuracy([0.5, 0.5], 0.75).accuracy).toBe(0.55);
});

test('steps are compared by the first wrong one, or that there is none', () => {
  const steps = (...said: ('right' | 'wrong' | 'neutral')[][]): Opinion[] =>
    said.map((labels) => ({ outcome: 'steps', strength: null, ranks: null, labels }));
  expect(askedFor(steps(['right', 'wrong'], ['neutral', 'wrong', 'right']), 2, rule)).toEqual({
    target: 2,
    contested: false,
  });
  expect(askedFor(steps(['right', 'neutral'], ['right', 'right']), 2, rule)).toEqual({
    target: 2,
    contested: false,
  });
  expect(askedFor(steps(['wrong'], ['right', 'wrong']), 2, rule)).toEqual({ target: 5, contested: false });
  expect(askedFor(steps(['wrong'], ['right', 'wrong'], ['right', 'right']), 3, rule)).toEqual({
    target: 3,
    contested: true,
  });
});
