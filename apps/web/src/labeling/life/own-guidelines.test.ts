import { expect, test } from 'vitest';
import { ownGuidelines } from './own-guidelines.ts';

test('people read guidelines in their language where there are any, else the main text', () => {
  const chinese = { markdown: 'Be fair.', other: { locale: 'zh-CN', markdown: '请公正。' } } as const;
  expect(ownGuidelines(chinese, 'zh-CN')).toBe('请公正。');
  expect(ownGuidelines(chinese, 'en')).toBe('Be fair.');
  const english = { markdown: '请公正。', other: { locale: 'en', markdown: 'Be fair.' } } as const;
  expect(ownGuidelines(english, 'en')).toBe('Be fair.');
  expect(ownGuidelines({ markdown: 'Be fair.', other: null }, 'zh-CN')).toBe('Be fair.');
  // As a device kept them before there was a second text.
  expect(ownGuidelines({ markdown: 'Be fair.' } as never, 'zh-CN')).toBe('Be fair.');
});
