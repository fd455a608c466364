import { expect, test } from 'vitest';
import { breakDue } from './breaks.ts';

const pace = { breakMinutes: 50, breakJudgments: 100, dailyGoal: null };
const since = { judged: 10, activeMs: 60_000 };

test.each([
  ['too few judgments and too little time', { judged: 109, activeMs: 50 * 60_000 }, pace, false],
  ['so many judgments', { judged: 110, activeMs: 60_000 }, pace, true],
  ['so much time', { judged: 10, activeMs: 51 * 60_000 }, pace, true],
  ['never by number', { judged: 500, activeMs: 0 }, { ...pace, breakJudgments: null }, false],
  ['never by time', { judged: 10, activeMs: 1e9 }, { ...pace, breakMinutes: null }, false],
] as const)('%s', (_, now, own, due) => {
  expect(breakDue(since, now, own)).toBe(due);
});
