import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { FilteredJudgments } from './FilteredJudgments.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

test.each([
  ['en', '3 of 1,200 judgments are left out by the filters, alone or with their comparison.'],
  ['zh-CN', '共 1,200 个判断，其中 3 个被筛选条件排除（单独排除或随其比较一起排除）。'],
] as const)(
  'in %s judgments that filters leave out are told, and none are no words',
  async (locale, words) => {
    await changeLocale(locale);
    const told = (filtered: number | null) => {
      const { container } = render(<FilteredJudgments filtered={filtered} of={1_200} />);
      return container.textContent;
    };
    expect(told(3)).toBe(words);
    expect(told(0)).toBe('');
    expect(told(null)).toBe('');
  },
);
