import { expect, it } from 'vitest';
import { ownConsent } from './own-consent.ts';

it.each([
  ['en', 'I agree.', '我同意。', 'I agree.', 'en'],
  ['zh-CN', 'I agree.', '我同意。', '我同意。', 'zh-CN'],
  ['zh-CN', 'I agree.', ' \n', 'I agree.', null],
  ['en', '', '我同意。', '我同意。', null],
] as const)('for a reader of %s, of "%s" and "%s"', (locale, en, zh, text, own) => {
  expect(ownConsent({ version: 1, texts: { en, 'zh-CN': zh } }, locale)).toEqual({ text, locale: own });
});
