import { importNoteCatalogue } from '@pairwright/formats/import-note-words';
import { breakRule, type JsonCause, jsonCauses } from '@pairwright/formats/json-diagnosis';
import { type RuleDetail, ruleDetails } from '@pairwright/formats/rule-details';
import { excerpt } from '@pairwright/formats/text';
import { valueWords } from '@pairwright/formats/value-words';
import { expect, test } from 'vitest';
import englishFaults from '../../../locales/en/console-faults.json?raw';
import chineseFaults from '../../../locales/zh-CN/console-faults.json?raw';
import englishImports from '../../../locales/en/console-imports.json?raw';
import { faultCatalogue, faultWords, foundWords } from './fault-words.ts';

const say = (key: string): string => `<${key}>`;
const sayWith = (key: string, values: object = {}): string =>
  `<${[key, ...Object.values(values).map(String)].join(' ')}>`;

test('every fault of the formats has its rule and fix in the catalogue, in the same words', () => {
  const expected = Object.entries(faultCatalogue).flatMap(([code, { rule, fix }]) => [
    [`${code}_rule`, rule],
    [`${code}_fix`, fix],
  ]);
  const breaks = Object.entries(jsonCauses).map(([cause, words]) => [`json_${cause}`, words]);
  breaks.push(
    ['json_breaks_at', breakRule({ character: 7, cause: null }).replace('7', '{character}')],
    [
      'json_breaks_because',
      breakRule({ character: 7, cause: 'comment' })
        .replace('7', '{character}')
        .replace(jsonCauses.comment, '{cause}'),
    ],
  );
  const details = Object.entries(ruleDetails).map(([name, words]) => [`detail_${name}`, words]);
  const values = Object.entries(valueWords).map(([name, words]) => [`value_${name}`, words]);
  const plain = Object.entries(JSON.parse(englishFaults) as Record<string, string>).map(([key, text]) => [
    key,
    unquoted(text),
  ]);
  expect(Object.fromEntries(plain)).toEqual(
    Object.fromEntries([...expected, ...breaks, ...details, ...values]),
  );
});

test('every note of the formats has words', () => {
  const messages = JSON.parse(englishImports) as Record<string, string>;
  expect(Object.keys(importNoteCatalogue).filter((code) => messages[`note_${code}`] === undefined)).toEqual(
    [],
  );
});

test('a known code is translated, and a sharper rule that nobody knows is kept beside it', () => {
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

test('where a line breaks, and why, is said in the language of the reader', () => {
  const reject = (rule: string) => ({ code: 'invalid_json', rule, fix: 'x' });
  const told = (rule: string) => faultWords(reject(rule), 'zh-CN', sayWith);
  expect(told(breakRule({ character: 12, cause: null }))).toEqual({
    rule: '<console-faults.json_breaks_at 12>',
    fix: '<console-faults.invalid_json_fix>',
    original: null,
  });
  for (const cause of Object.keys(jsonCauses) as JsonCause[])
    expect(told(breakRule({ character: 1, cause })).rule).toBe(
      `<console-faults.json_breaks_because 1 <console-faults.json_${cause}>>`,
    );
  // Of a later version of the server.
  const unknown = `${breakRule({ character: 1, cause: null })}: something new`;
  expect(told(unknown)).toMatchObject({ rule: '<console-faults.invalid_json_rule>', original: unknown });
});

test.each(Object.keys(ruleDetails) as RuleDetail[])('%s is said in the language of the reader', (name) => {
  const rule = ruleDetails[name].replaceAll(/\{([a-z]+)\}/g, '<$1>');
  const values = [...ruleDetails[name].matchAll(/\{([a-z]+)\}/g)].map(([, key]) => `<${key}>`);
  expect(faultWords({ code: 'wrong_type', rule, fix: 'x' }, 'zh-CN', sayWith)).toEqual({
    rule: `<${[`console-faults.detail_${name}`, ...values].join(' ')}>`,
    fix: '<console-faults.wrong_type_fix>',
    original: null,
  });
});

test('what is told of a value is told in the language of the reader, and what is shown stays', () => {
  const told = (code: string, value: string) => foundWords({ code, value }, 'zh-CN', sayWith);
  expect(told('missing_field', excerpt(undefined))).toBe('<console-faults.value_missing>');
  expect(told('wrong_type', excerpt([1, 2]))).toBe('<console-faults.value_list 2>');
  expect(told('wrong_type', excerpt({}))).toBe('<console-faults.value_object_empty>');
  expect(told('wrong_type', excerpt({ a: 1, b: 2 }))).toBe('<console-faults.value_object "a", "b">');
  const wide = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`a long key number ${at}`, at]));
  expect(told('wrong_type', excerpt(wide))).toMatch(
    /^<console-faults.value_object_cut "a long key number 0", /,
  );
  expect(told('line_too_long', '(17000000 bytes)')).toBe('<console-faults.value_line 17000000>');
  for (const [code, shown] of [
    ['wrong_type', excerpt('(missing)')],
    ['wrong_type', '(7 bytes)'],
    ['csv_ragged', '(missing)'],
    ['wrong_type', '1.5'],
  ] as const)
    expect(told(code, shown)).toBe(shown);
  expect(foundWords({ code: 'missing_field', value: '(missing)' }, 'en', sayWith)).toBe('(missing)');
});

test('every sharper rule has Chinese words', () => {
  const messages = JSON.parse(chineseFaults) as Record<string, string>;
  const without = Object.keys(ruleDetails).filter(
    (name) => !/\p{Script=Han}/u.test(messages[`detail_${name}`] ?? ''),
  );
  expect(without).toEqual([]);
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
