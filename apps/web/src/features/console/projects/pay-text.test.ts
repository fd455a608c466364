import { expect, test } from 'vitest';
import { microsOf, textOfMicros } from './pay-text.ts';

test.each([
  ['0.15', 150_000],
  ['0,15', 150_000],
  ['0.1', 100_000],
  ['1', 1_000_000],
  [' 12.345678 ', 12_345_678],
  ['0.000001', 1],
  ['1000', 1_000_000_000],
  ['1000.01', null],
  ['0', null],
  ['', null],
  ['.5', null],
  ['-1', null],
  ['1e2', null],
  ['0.1234567', null],
])('%j is %j millionths', (text, micros) => {
  expect(microsOf(text)).toBe(micros);
});

test('what is written is read again exactly', () => {
  for (const micros of [1, 10, 99_999, 100_000, 290_000, 1_100_000, 999_999_999, 1_000_000_000])
    expect(microsOf(textOfMicros(micros))).toBe(micros);
});
