import { expect, test } from 'vitest';
import { forecastOf } from './forecast.ts';

const now = Date.UTC(2026, 2, 20, 15);
const day = (number: number, judgments: number, imported = 0) => ({
  day: `2026-03-${String(number).padStart(2, '0')}`,
  judgments,
  imported,
  annotators: 1,
});

test('today is not over and does not count; days without work do', () => {
  const forecast = forecastOf([day(10, 30), day(20, 500)], 10, now);
  expect(forecast).toMatchObject({ days: 10, perDay: 3 });
});

test('what was imported is no pace', () => {
  expect(forecastOf([day(10, 3_000, 3_000)], 10, now)).toMatchObject({
    days: 0,
    perDay: null,
    reason: 'no_data',
  });
  expect(forecastOf([day(17, 3_040, 3_000)], 10, now)).toMatchObject({ days: 3 });
});

test('what is older than four weeks is past', () => {
  const forecast = forecastOf([{ ...day(1, 9_000), day: '2025-12-01' }, day(19, 28)], 28, now);
  expect(forecast).toMatchObject({ days: 28, perDay: 1, reason: null });
});

test('nothing left is done today', () => {
  expect(forecastOf([], 0, now)).toMatchObject({ date: '2026-03-20', low: '2026-03-20', high: '2026-03-20' });
});
