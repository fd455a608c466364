import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { Waterfall } from './Waterfall.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

const counts = { comparisons: 9, units: 9, rows: 7, drops: { tie: 2 } };
const refused = { earlier_turns: 3, weight: 1 };

function steps(held?: Parameters<typeof Waterfall>[0]['held']): string[] {
  const { getAllByRole } = render(<Waterfall {...counts} held={held} />);
  return getAllByRole('row').map(({ textContent }) => textContent);
}

test.each([
  ['en', /cannot hold it: Earlier turns−3/, /Earlier turns3 of the first 200/],
  ['zh-CN', /无法容纳：.*−3/, /前 200 行中 3 行/],
] as const)('in %s the last steps are what the format cannot hold', async (locale, all, first) => {
  await changeLocale(locale);
  expect(steps().length).toBe(4);
  cleanup();
  const whole = steps({ rows: 7, written: 3, refused, isAll: true });
  expect(whole.length).toBe(6);
  expect(whole.at(-2)).toMatch(all);
  cleanup();
  expect(steps({ rows: 200, written: 196, refused, isAll: false }).at(-2)).toMatch(first);
});
