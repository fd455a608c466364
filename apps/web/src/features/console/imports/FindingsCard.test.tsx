import type { ImportFindings } from '@pairwright/contract/import-findings';
import type { ImportJob } from '@pairwright/contract/imports';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { FindingsCard } from './FindingsCard.tsx';

beforeAll(() => startI18n(['console', 'console-imports']));
afterEach(cleanup);

const none: ImportFindings = {
  personalData: [],
  selfNaming: null,
  nearPrompts: { prompts: 0, near: 0, examples: [] },
  nearAnswers: null,
  languages: { prompts: 0, found: [], named: 0, otherwise: 0 },
  readingSeconds: null,
};

function said(nearAnswers: ImportFindings['nearAnswers']): string {
  const job = { state: 'done', personalData: 'keep', findings: { ...none, nearAnswers } };
  const { container } = render(<FindingsCard job={job as unknown as ImportJob} />);
  const text = container.textContent;
  cleanup();
  return text;
}

const examples = [{ file: 'a.jsonl', line: 7, row: null }];

test.each([
  [
    'en',
    /2 comparisons have two answers that are nearly the same, of 1,200 looked at.*a\.jsonl, line 7/,
    /1,200 comparisons were looked at/,
  ],
  ['zh-CN', /在查看过的 1,200 个比较中，有 2 个含有几乎相同的两个回答.*a\.jsonl/, /查看了 1,200 个比较/],
] as const)('in %s answers that are nearly the same are told with their places', async (locale, some, no) => {
  await changeLocale(locale);
  expect(said({ comparisons: 1200, near: 2, examples })).toMatch(some);
  expect(said({ comparisons: 1200, near: 0, examples: [] })).toMatch(no);
  // Checked before they were looked for, and where single answers are judged.
  const silent = said(null);
  expect(silent).not.toMatch(/1,200/);
  expect(said({ comparisons: 0, near: 0, examples: [] })).toBe(silent);
});
