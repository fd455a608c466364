import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import { answerNow } from '../judgment/practice.ts';
import { plainPair } from '../judgment/form.ts';
import type { GoldRule } from '@pairwright/contract/gold-policy';
import { accuracyOf, answerOfKey, goldKey, goldLimitOf, rulesDelay, setsOff } from './gold.ts';

const pair = (points: number) =>
  plainPair({ points, allowTie: true, allowBothBad: true, allowCannotJudge: true }).main;

test.each([2, 3, 4, 7, 8, 9])('on %i points an answer of any other scale keeps its side', (points) => {
  const now = pair(points);
  for (const then of [2, 3, 4, 5, 7, 8, 9])
    for (let position = 1; position <= then; position += 1) {
      const answer: Answer = { outcome: 'scale', position };
      const kept = answerNow(now, answer, then);
      expect(kept && goldKey(now, kept)).toBe(goldKey(pair(then), answer));
    }
  expect(answerNow(now, { outcome: 'scale', position: 1 }, null)).toEqual({ outcome: 'scale', position: 1 });
});

test('an answer that the question asked now does not have is none', () => {
  const forced = plainPair({ points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: false }).main;
  expect(answerNow(forced, { outcome: 'scale', position: 4 }, 7)).toBe(null);
  expect(answerNow(forced, { outcome: 'scale', position: 7 }, 7)).toEqual({ outcome: 'scale', position: 3 });
  expect(answerNow(forced, { outcome: 'both_bad' }, null)).toBe(null);
  expect(answerNow(forced, { outcome: 'ranking', ranks: [1, 2] }, null)).toBe(null);
});

test('an answer made from a key has that key, and is the mildest', () => {
  for (const points of [2, 3, 4, 7, 8, 9])
    for (const key of ['first', 'second', 'tie', 'both_bad'])
      expect(goldKey(pair(points), answerOfKey(pair(points), key)!)).toBe(key);
  expect(answerOfKey(pair(7), 'first')).toEqual({ outcome: 'scale', position: 3 });
  expect(answerOfKey(pair(4), 'second')).toEqual({ outcome: 'scale', position: 3 });
  const ranking = { outcome: 'ranking' as const, ranks: [2, null, 1, 0] };
  expect(answerOfKey(pair(7), goldKey(pair(7), ranking)!)).toEqual(ranking);
  expect(answerOfKey(pair(7), 'cannot_judge')).toBe(null);
});

test('the limit is the highest mark that wants proof, and 0.7 where there is none', () => {
  const rule = (bound: GoldRule['bound'], belowPercent: number): GoldRule => ({
    action: 'notify',
    bound,
    belowPercent,
    atLeast: 5,
  });
  const withRules = (...rules: GoldRule[]) => ({
    gold: { percent: 5, warmUp: { first: 0, gold: 0 }, exposures: 9, rules },
  });
  expect(goldLimitOf(null)).toBe(0.7);
  expect(goldLimitOf({ gold: null })).toBe(0.7);
  expect(goldLimitOf(withRules(rule('lower', 90)))).toBe(0.7);
  expect(goldLimitOf(withRules(rule('upper', 50), rule('upper', 60), rule('lower', 90)))).toBe(0.6);
  expect(goldLimitOf(withRules(rule('upper', 85)))).toBe(0.85);
});

test('a rule waits for enough answers and looks at the end of the interval it names', () => {
  const rule = { action: 'pause', bound: 'upper', belowPercent: 70, atLeast: 10 } as const;
  // Wilson: 4 of 10 ends at 0.687, 5 of 10 at 0.763; 9 of 10 begins at 0.596.
  expect(setsOff(rule, accuracyOf(4, 10))).toBe(true);
  expect(setsOff(rule, accuracyOf(5, 10))).toBe(false);
  expect(setsOff(rule, accuracyOf(0, 9))).toBe(false);
  expect(setsOff({ ...rule, bound: 'lower', belowPercent: 60 }, accuracyOf(9, 10))).toBe(true);
  expect(setsOff({ ...rule, bound: 'lower', belowPercent: 59 }, accuracyOf(9, 10))).toBe(false);
  expect(setsOff({ ...rule, atLeast: 1 }, accuracyOf(0, 0))).toBe(false);
});

test('rules wait for 1 to 5 answers, each as often as the others, and the same for the same id', () => {
  const ids = Array.from({ length: 5_000 }, () => randomUUID());
  const drawn = [1, 2, 3, 4, 5].map((delay) => ids.filter((id) => rulesDelay(id) === delay).length);
  expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
  for (const count of drawn) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  for (const id of ids.slice(0, 10)) expect(rulesDelay(id)).toBe(rulesDelay(id));
});
