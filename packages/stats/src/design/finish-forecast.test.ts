import { expect, test } from 'vitest';
import { finishForecast } from './finish-forecast.ts';

const options = { seed: 1 };

test('a steady pace ends on the day that division says', () => {
  expect(finishForecast([50, 50, 50, 50], 1_000, options)).toEqual({
    days: 20,
    low: 20,
    high: 20,
    reason: null,
  });
  expect(finishForecast([50, 50, 50], 1_001, options).days).toBe(21);
});

test('days without work count: half of them make it take twice as long, and a band', () => {
  const { days, low, high } = finishForecast([100, 0, 100, 0, 100, 0], 2_000, options);
  expect(days).toBeGreaterThan(36);
  expect(days).toBeLessThan(44);
  // The number of draws until 20 good ones is negative binomial: mean 40, standard deviation √40.
  expect(low).toBeGreaterThan(28);
  expect(low).toBeLessThan(36);
  expect(high).toBeGreaterThan(44);
  expect(high).toBeLessThan(52);
});

test('what is done is done', () => {
  expect(finishForecast([], 0, options)).toEqual({ days: 0, low: 0, high: 0, reason: null });
});

test('it says why it knows nothing', () => {
  expect(finishForecast([], 5, options)).toMatchObject({ days: null, reason: 'no_data' });
  expect(finishForecast([4, 4], 5, options)).toMatchObject({ days: null, reason: 'too_few' });
  expect(finishForecast([0, 0, 0], 5, options)).toMatchObject({ days: null, reason: 'no_variation' });
  expect(finishForecast([1, 1, 1], 1_000_000, options)).toEqual({
    days: null,
    low: null,
    high: null,
    reason: 'no_convergence',
  });
});

test('the same seed gives the same forecast', () => {
  const perDay = [3, 0, 12, 7, 1];
  expect(finishForecast(perDay, 300, options)).toEqual(finishForecast(perDay, 300, options));
});
