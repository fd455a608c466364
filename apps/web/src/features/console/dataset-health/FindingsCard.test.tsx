import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { HealthFinding } from '@pairwright/contract/dataset-health';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { FindingsCard } from './FindingsCard.tsx';

beforeAll(() => startI18n(['console', 'console-health', 'console-statistics']));
afterEach(cleanup);

const near: HealthFinding = {
  kind: 'near_prompts',
  level: 'act',
  value: 0.5,
  low: null,
  high: null,
  n: 40,
  reason: null,
  found: 20,
  rows: [],
};
const length: HealthFinding = { ...near, kind: 'length', found: null };

test.each([
  ['en', /At least so many/g],
  ['zh-CN', /这是下限/g],
] as const)('in %s a number that is the least there is says so, and no other', async (locale, words) => {
  await changeLocale(locale);
  const told = (nearAtLeast: boolean) => {
    const { container } = render(
      <FindingsCard projectId="p" findings={[near, length]} ofLabels={false} nearAtLeast={nearAtLeast} />,
    );
    const found = container.textContent.match(words)?.length ?? 0;
    cleanup();
    return found;
  };
  expect(told(false)).toBe(0);
  expect(told(true)).toBe(1);
});
