import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { JobProgress } from './JobProgress.tsx';

beforeAll(() => startI18n(['console']));
afterEach(cleanup);

const progress = { percent: 42.5, rowsPerSecond: 1234.4, remainingSeconds: 75 };

test.each([
  ['en', 'rows', '42.5% · 7 MB · 1,234 rows per second · about 1 minute left'],
  ['en', 'comparisons', '42.5% · 7 MB · 1,234 comparisons per second · about 1 minute left'],
  ['zh-CN', 'rows', '42.5% · 7 MB · 每秒 1,234 行 · 约剩 1 分钟'],
  ['zh-CN', 'comparisons', '42.5% · 7 MB · 每秒 1,234 个比较 · 约剩 1 分钟'],
] as const)('share, amounts, pace and remaining time are told in %s, in %s', async (locale, counts, said) => {
  await changeLocale(locale);
  const { container, getByRole } = render(
    <JobProgress label="Writing" progress={progress} amounts={['7 MB']} counts={counts} />,
  );
  expect(container.textContent?.replaceAll(/\s+/g, ' ')).toBe(`Writing${said}`);
  expect(getByRole('progressbar', { name: 'Writing' }).getAttribute('aria-valuenow')).toBe('42.5');
});

test('what is not known is left out', async () => {
  await changeLocale('en');
  const { container, getByRole, rerender } = render(<JobProgress label="Waiting" progress={null} />);
  expect(container.textContent).toBe('Waiting');
  expect(getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false);
  rerender(
    <JobProgress label="Begun" progress={{ percent: 0, rowsPerSecond: null, remainingSeconds: null }} />,
  );
  expect(container.textContent).toBe('Begun0%');
});
