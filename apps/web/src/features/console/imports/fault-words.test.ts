import { importNoteCatalogue } from '@pairwright/formats/import-faults';
import { expect, test } from 'vitest';
import englishFaults from '../../../locales/en/console-faults.json?raw';
import englishImports from '../../../locales/en/console-imports.json?raw';
import { faultCatalogue, faultWords } from './fault-words.ts';

const say = (key: string): string => `<${key}>`;

test('every fault of the formats has its rule and fix in the catalogue, in the same words', () => {
  const expected = Object.entries(faultCatalogue).flatMap(([code, { rule, fix }]) => [
    [`${code}_rule`, rule],
    [`${code}_fix`, fix],
  ]);
  const plain = Object.entries(JSON.parse(englishFaults) as Record<string, string>).map(([key, text]) => [
    key,
    unquoted(text),
  ]);
  expect(Object.fromEntries(plain)).toEqual(Object.fromEntries(expected));
});

test('every note of the formats has words', () => {
  const messages = JSON.parse(englishImports) as Record<string, string>;
  expect(Object.keys(importNoteCatalogue).filter((code) => messages[`note_${code}`] === undefined)).toEqual(
    [],
  );
});

test('a known code is translated, and a sharper rule is kept beside it', () => {
  const reject = {
    line: 1,
    path: '$',
    value: '1',
    code: 'not_an_object',
    rule: faultCatalogue.not_an_object.rule,
    fix: 'x',
  };
  expect(faultWords(reject, 'zh-CN', say)).toEqual({
    rule: '<console-faults.not_an_object_rule>',
    fix: '<console-faults.not_an_object_fix>',
    original: null,
  });
  expect(faultWords({ ...reject, rule: 'sharper' }, 'zh-CN', say).original).toBe('sharper');
});

test('unknown codes and English readers get the words of the server', () => {
  const reject = { line: 1, path: '$', value: '1', code: 'new_code', rule: 'a rule', fix: 'a fix' };
  expect(faultWords(reject, 'zh-CN', say)).toEqual({ rule: 'a rule', fix: 'a fix', original: null });
  expect(faultWords({ ...reject, code: 'not_an_object' }, 'en', say).rule).toBe('a rule');
});

/** ICU text without its quoting of braces. */
function unquoted(text: string): string {
  return text.replace(/'([{}]+)'/g, '$1').replaceAll("''", "'");
}
