import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.tsx', '!../**/*.test.tsx'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Words that are the same in every language. */
const names = /^(Pairwright|CSV|JSON|JSONL|API|ID|[AB])$/;
const attribute = /\b(?:label|title|placeholder|alt|caption|heading|aria-label|hint)="([^"]*)"/g;
/** Text between a tag's end and the next tag or brace. */
const text = />([^<>{}()=;]*\p{L}[^<>{}()=;]*)</gu;

function withoutCode(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
}

function literals(source: string): string[] {
  const code = withoutCode(source);
  const found = [...code.matchAll(attribute), ...code.matchAll(text)].map((match) => (match[1] ?? '').trim());
  return found.filter((words) => /\p{L}/u.test(words) && !names.test(words) && !/[|&?:]/.test(words));
}

test('the scan sees what it has to', () => {
  expect(literals('<p>Hello there</p>')).toEqual(['Hello there']);
  expect(literals('<p>你好</p>')).toEqual(['你好']);
  expect(literals('<Button label="Save" />')).toEqual(['Save']);
  expect(literals('<p>{t("x.y")}</p>')).toEqual([]);
});

test('no component holds words of its own', () => {
  const files = Object.entries(sources);
  expect(files.length).toBeGreaterThan(20);
  const found = files
    .map(([file, source]) => [file, literals(source)] as const)
    .filter(([, words]) => words.length > 0);
  expect(found).toEqual([]);
});

test('no source but the catalogues holds Han text', () => {
  const found = Object.entries(sources).filter(([, source]) => /\p{Script=Han}/u.test(withoutCode(source)));
  expect(found.map(([file]) => file)).toEqual([]);
});
