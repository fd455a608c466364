import { expect, test } from 'vitest';
import { bodyOf, draftOf, isSame, secondLocale } from './guidelines-draft.ts';

const both = { markdown: 'Be fair.', other: { locale: 'zh-CN', markdown: '请公正。' } } as const;

test('both texts go through the editor unchanged', () => {
  expect(bodyOf(draftOf(both), 'zh-CN')).toEqual(both);
  expect(bodyOf(draftOf({ markdown: 'Be fair.', other: null }), 'zh-CN')).toEqual({
    markdown: 'Be fair.',
    other: null,
  });
});

test('a second text that is emptied is taken away', () => {
  expect(bodyOf({ ...draftOf(both), other: ' \n' }, 'zh-CN').other).toBe(null);
  expect(isSame({ ...draftOf(both), other: '' }, draftOf(both))).toBe(false);
});

test('the second language is the one that the project does not work in, or that there is a text of', () => {
  expect(secondLocale({ other: null }, 'zh-CN')).toBe('en');
  expect(secondLocale({ other: null }, 'en')).toBe('zh-CN');
  expect(secondLocale({ other: null }, 'mixed')).toBe('zh-CN');
  expect(secondLocale({ other: { locale: 'en', markdown: 'Be fair.' } }, 'en')).toBe('en');
});
