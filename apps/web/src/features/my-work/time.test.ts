import { expect, test } from 'vitest';
import { amountOf, minutesOf, sumOf } from './time.ts';

const day = {
  projectId: 'p',
  projectName: 'P',
  day: '2026-01-31',
  judgments: 3,
  activeMs: 90_000,
  correctedMinutes: 0,
};

test('time is what was measured and what was said about it, never below nothing', () => {
  expect(minutesOf(day)).toBe(2);
  expect(minutesOf({ ...day, correctedMinutes: 10 })).toBe(12);
  expect(minutesOf({ ...day, correctedMinutes: -60 })).toBe(0);
  expect(sumOf([day, { ...day, judgments: 4 }])).toEqual({ judgments: 7, minutes: 4 });
});

test('amounts are exact and in the currency', () => {
  const earnings = {
    projectId: 'p',
    projectName: 'P',
    currency: 'EUR',
    perJudgmentMicros: 125_000,
    accepted: 3,
    pending: 0,
    disputed: 0,
  };
  expect(amountOf(earnings, 3, 'en')).toBe('€0.375');
  expect(amountOf({ ...earnings, currency: 'JPY', perJudgmentMicros: 12_000_000 }, 2, 'en')).toBe('¥24');
});
