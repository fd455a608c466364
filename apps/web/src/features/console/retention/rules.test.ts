import { retentionRules } from '@pairwright/contract/retention';
import { expect, test } from 'vitest';
import { leastDays, readDays, ruleNames } from './rules.ts';

const never = Object.fromEntries(ruleNames.map((name) => [name, null]));

test.each(ruleNames)('%s takes what the server takes', (name) => {
  const takes = (days: number) => retentionRules.safeParse({ ...never, [name]: days }).success;
  for (const days of [0, leastDays[name] - 1, leastDays[name], 3_650, 3_651])
    expect(readDays(name, String(days)) === days, `${days}`).toBe(takes(days));
});

test.each([
  ['', null],
  ['  ', null],
  [' 30 ', 30],
  ['30.5', undefined],
  ['-3', undefined],
  ['soon', undefined],
])('%j', (text, days) => {
  expect(readDays('uploadDays', text)).toBe(days);
});
