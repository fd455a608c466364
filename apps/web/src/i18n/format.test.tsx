import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useFormats } from './format.ts';
import { changeLocale, startI18n } from './i18n.ts';

beforeAll(() => startI18n([]));
afterEach(cleanup);

test.each([
  ['en', ['0 bytes', '1 byte', '204 bytes', '1 kB', '31 kB', '2.5 MB']],
  ['zh-CN', ['0字节', '1字节', '204字节', '1 kB', '31 kB', '2.5 MB']],
] as const)('sizes are said as people of %s say them', async (locale, expected) => {
  await changeLocale(locale);
  const { bytes } = renderHook(() => useFormats()).result.current;
  expect([0, 1, 204, 1000, 30_901, 2_500_000].map(bytes)).toEqual(expected);
});
