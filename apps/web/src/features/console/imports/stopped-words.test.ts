import type { RecognitionReason } from '@pairwright/contract/import-recognition';
import { readStopped, reasonText, sayStopped, stoppedRules } from '@pairwright/formats/in/recognition-words';
import { expect, test } from 'vitest';
import english from '../../../locales/en/console-imports.json?raw';
import { faultCatalogue } from './fault-words.ts';
import { stoppedWords } from './stopped-words.ts';

const say = (key: string, values: object = {}): string =>
  `<${[key, ...Object.values(values).map(String)].join(' | ')}>`;
const stop = '<console-imports.stopped_fix>';
const unclear = (message: string) => stoppedWords({ code: 'format_unknown', message }, 'zh-CN', say);

const reasons: readonly [RecognitionReason, string][] = [
  [{ code: 'too_few', format: 'trl', rows: 2, sample: 9 }, '<console-imports.stopped_too_few | 2 | 9 | trl>'],
  [{ code: 'too_few', format: 'trl', rows: 1, sample: 9 }, '<console-imports.stopped_too_few_one | 9 | trl>'],
  [{ code: 'no_objects' }, '<console-imports.stopped_no_objects>'],
  [
    { code: 'unknown', columns: ['frage', 'a "b"'] },
    '<console-imports.stopped_unknown | "frage", "a \\"b\\"">',
  ],
  [{ code: 'either', formats: ['trl', 'arena'] }, '<console-imports.stopped_either | trl | arena>'],
  [{ code: 'mixed', formats: ['trl', 'arena'] }, '<console-imports.stopped_mixed | trl, arena>'],
];

test.each(reasons)('why a file was not recognised is said whole: %o', (reason, words) => {
  expect(unclear(reasonText(reason))).toBe(`${words} ${stop}`);
});

test('as is a format that is not there, and what was said before the rules had names', () => {
  expect(unclear(sayStopped('no_format', { format: 'x' }))).toBe(
    `<console-imports.stopped_no_format | x> ${stop}`,
  );
  expect(unclear(sayStopped('datasets', { names: 'one, two' }))).toBe(
    `<console-imports.stopped_datasets | one, two> ${stop}`,
  );
  expect(
    unclear('Rows of several formats stand in one file: a, b. Divide the file, or name the one to read.'),
  ).toContain('stopped_mixed');
  expect(unclear('A sentence of tomorrow.')).toBeNull();
  expect(stoppedWords({ code: 'internal', message: sayStopped('no_objects') }, 'en', say)).toBeNull();
});

test.each(Object.entries(faultCatalogue))(
  'a file that cannot be read for %s says rule and remedy',
  (code, fault) => {
    const message = sayStopped('unreadable', { rule: fault.rule });
    expect(stoppedWords({ code: 'file_unreadable', message, fix: fault.fix }, 'zh-CN', say)).toBe(
      `<console-imports.stopped_unreadable | <console-faults.${code}_rule> | <console-faults.${code}_fix>>`,
    );
  },
);

test('each of these rules has words', () => {
  const messages = JSON.parse(english) as Record<string, string>;
  expect(Object.keys(stoppedRules).filter((name) => messages[`stopped_${name}`] === undefined)).toEqual([]);
  expect(readStopped(sayStopped('empty'))?.name).toBe('empty');
});
