import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { TextDrops } from './TextDrops.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

const some = { rows: 1_000, found: 12, isAll: false };
const all = { rows: 9, found: 2, isAll: true };

test.each([
  [
    'en',
    /counted when the version is frozen.*first 1,000 rows 12 say/,
    /counted when the version is frozen.*first 1,000 rows 12 hold/,
  ],
  ['zh-CN', /冻结版本时计入.*前 1,000 行中有 12 行/, /冻结版本时计入.*前 1,000 行中有 12 行/],
] as const)(
  'in %s it says what is no step yet, and of how many rows it holds',
  async (locale, near, personal) => {
    await changeLocale(locale);
    const { container, rerender } = render(<TextDrops near={some} personal={null} />);
    expect(container.textContent).toMatch(near);
    rerender(<TextDrops near={all} personal={some} />);
    expect(container.textContent).toMatch(personal);
    for (const nothing of [null, all]) {
      rerender(<TextDrops near={nothing} personal={nothing} />);
      expect(container.textContent).toBe('');
    }
  },
);
