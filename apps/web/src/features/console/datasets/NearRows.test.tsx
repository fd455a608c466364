import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { NearRows } from './NearRows.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

test.each([
  ['en', /counted when the version is frozen.*first 1,000 rows 12 say/],
  ['zh-CN', /冻结版本时计入.*前 1,000 行中有 12 行/],
] as const)('in %s it says what is no step yet, and of how many rows it holds', async (locale, text) => {
  await changeLocale(locale);
  const { container, rerender } = render(<NearRows near={{ rows: 1_000, found: 12, isAll: false }} />);
  expect(container.textContent).toMatch(text);
  for (const near of [null, { rows: 9, found: 2, isAll: true }]) {
    rerender(<NearRows near={near} />);
    expect(container.textContent).toBe('');
  }
});
