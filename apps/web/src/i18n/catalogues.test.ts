import { setupI18n } from '@lingui/core';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { errorCodes } from '@pairwright/contract/errors';
import { expect, test } from 'vitest';
import { locales } from './locales.ts';

const raw = import.meta.glob<string>('../locales/*/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

type Catalogue = Record<string, string>;

function catalogue(locale: string, feature: string): Catalogue {
  const text = raw[`../locales/${locale}/${feature}.json`];
  if (text === undefined) throw new Error(`locales/${locale}/${feature}.json is missing`);
  return JSON.parse(text) as Catalogue;
}

const features = [
  ...new Set(Object.keys(raw).map((path) => path.split('/').at(-1)?.replace('.json', '') ?? '')),
].sort();

/** Placeholder names, those inside plural branches too. */
function placeholders(message: string): string[] {
  const names = new Set<string>();
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    for (const token of part) {
      if (!Array.isArray(token)) continue;
      names.add(String(token[0]));
      for (const branch of Object.values((token[2] as object | undefined) ?? {})) walk(branch);
    }
  };
  walk(compileMessageOrThrow(message));
  names.delete('#');
  return [...names].sort();
}

/** What is said, without placeholders; inside plural branches too. */
function words(message: string): string {
  const said = (part: unknown): string => {
    if (typeof part === 'string') return part;
    if (!Array.isArray(part)) return '';
    return part
      .map((token) =>
        Array.isArray(token)
          ? Object.values((token[2] as object | undefined) ?? {})
              .map(said)
              .join(' ')
          : said(token),
      )
      .join(' ');
  };
  return said(compileMessageOrThrow(message));
}

test('there are catalogues to compare', () => {
  expect(features.length).toBeGreaterThan(5);
});

test.each(features)('%s has the same keys and placeholders in every language', (feature) => {
  const english = catalogue('en', feature);
  for (const locale of locales) {
    const other = catalogue(locale, feature);
    expect(Object.keys(other).sort(), `${locale}/${feature}.json`).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(english)) {
      expect(placeholders(other[key] ?? ''), `${locale} ${feature}.${key}`).toEqual(placeholders(message));
    }
  }
});

test.each(features)('%s is Chinese in zh-CN, and English in en', (feature) => {
  const untranslated = Object.entries(catalogue('zh-CN', feature)).filter(([, message]) => {
    const said = words(message);
    return /[A-Za-z]{3,}/.test(said) && !/\p{Script=Han}/u.test(said);
  });
  expect(untranslated).toEqual([]);
  const foreign = Object.entries(catalogue('en', feature)).filter(([, message]) =>
    /\p{Script=Han}/u.test(message),
  );
  expect(foreign).toEqual([]);
});

/** Numbers that are never one: choices, limits, and rules about several, which are read back from what the server says. */
const neverOne = /^(breakMinutes|breakJudgments|dailyGoal)_value$|^too_many_marks$|^detail_/;

test.each(features)('%s counts one of a thing in the singular', (feature) => {
  const english = Object.entries(catalogue('en', feature));
  const messages = Object.fromEntries(english.map(([key, text]) => [key, compileMessageOrThrow(text)]));
  const engine = setupI18n({ locale: 'en', messages: { en: messages } });
  const several = english.flatMap(([key, message]) => {
    const values = { ...Object.fromEntries(placeholders(message).map((name) => [name, 7])), count: 1 };
    const said = engine._(key, values);
    return !neverOne.test(key) && /\b1 (?!is|was|has|as|hypothesis)[a-z]+s\b/.test(said)
      ? [`${key}: ${said}`]
      : [];
  });
  expect(several).toEqual([]);
});

test('every problem code has a sentence', () => {
  const sentences = catalogue('en', 'problem');
  expect(errorCodes.filter((code) => sentences[code] === undefined)).toEqual([]);
});
