import { readFile } from 'node:fs/promises';
import { exportFormat } from '@pairwright/contract/datasets';
import { expect, it } from 'vitest';
import { chineseFormats, englishFormats } from '../format-words.ts';
import { plainOptions } from './format.ts';
import { losable, type Losable, notCarried } from './not-carried.ts';
import type { ExportRecord } from './record.ts';
import { recordFormats, type RecordFormatName } from './registry.ts';
import { RecordWriter } from './writer.ts';

const records = (await readFile(new URL('../../golden/records.jsonl', import.meta.url), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as ExportRecord);
/** Whether a written line says it, by what no other field of the records holds. */
const marks: Readonly<Record<Losable, string>> = {
  ids: 'the-id-of-a-row',
  margin: '0.8125',
  weight: '0.4375',
  judgments: 'the-words-of-one-judge',
  models: 'the-name-of-a-model',
  language: 'x-of-nowhere',
};

function marked(record: ExportRecord): ExportRecord {
  const named = <Value>(value: Value): Value =>
    typeof value === 'object' && value !== null && 'messages' in value
      ? { ...value, model: marks.models }
      : value;
  const sides = Object.fromEntries(Object.entries(record).map(([key, value]) => [key, named(value)]));
  const said = 'opinions' in record ? record.opinions : [];
  return {
    ...sides,
    id: marks.ids,
    language: marks.language,
    ...('margin' in record && { margin: Number(marks.margin) }),
    // A pseudonym where the format names judges, a reason where it has those.
    opinions: said.map((one) => ({ ...one, annotator: marks.judgments, rationale: marks.judgments })),
  } as unknown as ExportRecord;
}

function saidBy(name: RecordFormatName, given: readonly ExportRecord[], weight: boolean): string {
  const format = recordFormats[name];
  const writer = new RecordWriter(format, { ...plainOptions, margin: format.margin, weight });
  return given.map((record) => writer.add(record)).join('') + writer.end();
}

it.each(Object.keys(recordFormats) as RecordFormatName[])(
  '%s says what it is told to, and nothing of the rest',
  (name) => {
    const given = records.filter(({ kind }) => recordFormats[name].reads.includes(kind)).map(marked);
    const text = saidBy(name, given, false);
    const weighed = saidBy(
      name,
      given.map((record) => ({ ...record, weight: Number(marks.weight) })),
      true,
    );
    expect(text.length).toBeGreaterThan(0);
    const missing = losable.filter((what) => !(what === 'weight' ? weighed : text).includes(marks[what]));
    expect(notCarried(name)).toEqual(missing);
  },
);

it('helpsteer3 does not say a margin that is no strength', () => {
  const given = records
    .filter(({ kind }) => kind === 'preference')
    .map((record) => ({ ...marked(record), otherMargin: true }) as ExportRecord);
  const text = saidBy('helpsteer3', given, false);
  expect(text).toContain('overall_preference');
  expect(text).not.toContain(marks.margin);
  expect(notCarried('helpsteer3', true)).toContain('margin');
  expect(notCarried('trl-explicit', true)).not.toContain('margin');
});

it('votes lose nothing, and everything has words in both languages', () => {
  expect(notCarried('votes')).toEqual([]);
  expect(exportFormat.options.some((format) => notCarried(format).length === 0)).toBe(true);
  for (const words of [englishFormats, chineseFormats])
    for (const what of losable) expect(words.notCarried[what]).toMatch(/\S/);
});
