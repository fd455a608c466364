import { containersOf, isPlainOnly } from '@pairwright/domain/export-containers';
import { readFile } from 'node:fs/promises';
import { exportFormat } from '@pairwright/contract/datasets';
import { refusalReason } from '@pairwright/contract/export-formats';
import { describe, expect, it } from 'vitest';
import { plainOptions, type WriteOptions } from './format.ts';
import { toLabels } from './labels.ts';
import type { ExportRecord } from './record.ts';
import { recordFormats, type RecordFormatName } from './registry.ts';
import { checkFile } from './rules/check.ts';
import { isWellFormed } from '../text.ts';
import { RecordWriter } from './writer.ts';

const folder = new URL('../../golden/', import.meta.url);
const records = (await readFile(new URL('records.jsonl', folder), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as ExportRecord);
const names = Object.keys(recordFormats) as RecordFormatName[];

/** Every kind in its file: a format reads the records that it asks for, as an export does. */
function givenTo(name: RecordFormatName): ExportRecord[] {
  return records.filter(({ kind }) => recordFormats[name].reads.includes(kind));
}

function written(name: RecordFormatName, options: WriteOptions, given = givenTo(name)) {
  const writer = new RecordWriter(recordFormats[name], options);
  const text = given.map((record) => writer.add(record)).join('') + writer.end();
  return { text, counts: writer.counts };
}

/** The refused rows by id. */
function refusals(name: RecordFormatName, options: WriteOptions): Record<string, string> {
  const format = recordFormats[name];
  const all = givenTo(name);
  const comparisons = new Set(all.map(({ comparisonId }) => comparisonId));
  const rows =
    format.fromLabels === true
      ? [...comparisons].flatMap((id) => toLabels(all.filter(({ comparisonId }) => comparisonId === id)))
      : all.map((record) => ({ record }));
  return Object.fromEntries(
    rows.flatMap((row) => {
      if ('refused' in row) return [[row.id, row.refused]];
      const made = format.write(row.record, options);
      return 'refused' in made ? [[row.record.id, made.refused]] : [];
    }),
  );
}

const optionsOf = (name: RecordFormatName): WriteOptions => ({
  ...plainOptions,
  margin: recordFormats[name].margin,
});

describe.each(names)('%s', (name) => {
  const format = recordFormats[name];
  const options = optionsOf(name);

  it('writes these bytes', async () => {
    const { text } = written(name, options);
    await expect(text).toMatchFileSnapshot(new URL(`${name}/${format.fileName('train')}`, folder).pathname);
    for (const file of format.companions?.('golden', [{ name: format.fileName('train'), split: 'train' }]) ??
      [])
      await expect(file.text).toMatchFileSnapshot(new URL(`${name}/${file.name}`, folder).pathname);
    await expect(`${JSON.stringify(refusals(name, options), null, 1)}\n`).toMatchFileSnapshot(
      new URL(`${name}/refused.json`, folder).pathname,
    );
  });

  it('is UTF-8 without a mark, with one newline behind each row and none elsewhere', () => {
    const { text, counts } = written(name, options);
    expect(isWellFormed(text)).toBe(true);
    expect(text.startsWith('\ufeff')).toBe(false);
    expect(text.endsWith('\n')).toBe(true);
    // Raw control characters are in no JSON; a list has a line for each of its brackets.
    const controls = Buffer.from(text).filter((byte) => byte < 0x20);
    expect(controls.every((byte) => byte === 0x0a)).toBe(true);
    expect(text.split('\n').length - 1).toBe(counts.lines + (format.shape === 'list' ? 2 : 0));
    expect(written(name, options, []).text).toBe(format.shape === 'list' ? '[]\n' : '');
  });

  it('loses no row: each is written or has its reason', () => {
    const { counts } = written(name, options);
    const refused = Object.values(counts.refused).reduce((sum, n) => sum + n, 0);
    expect(counts.written + refused).toBe(counts.rows);
    expect(counts.written).toBeGreaterThan(0);
    expect(Object.keys(refusals(name, options))).toHaveLength(refused);
  });

  it('is kept by its reader, row by row, in columns of one type', () => {
    const { text, counts } = written(name, options);
    const check = checkFile(name, text);
    expect(check.refused).toBeNull();
    expect(check.rows.filter(({ fate }) => fate !== 'kept')).toEqual(silentInTrl(name, check.rows));
    expect(check.rows).toHaveLength(counts.lines);
    // TRL's formats hold calls of tools and images, which stand in a few messages only: the card names their columns.
    if (!name.startsWith('trl-')) expect(check.mixed).toEqual([]);
  });

  it('names its columns as the lines have them', () => {
    const { text } = written(name, options);
    const rows =
      format.shape === 'list'
        ? (JSON.parse(text) as object[])
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as object);
    const columns = format.columns(options).map(({ name }) => name);
    for (const row of rows) expect(Object.keys(row)).toEqual(columns);
  });
});

/** The TRL formats hold any messages, as the database's writer does; the one answer without text among the records is what TRL reads as an empty one. */
function silentInTrl(name: RecordFormatName, rows: readonly { fate: string; why: string | null }[]) {
  if (!name.startsWith('trl-')) return [];
  const silent = rows.filter(({ fate }) => fate !== 'kept');
  expect(silent.map(({ why }) => why)).toEqual(['a message without text is read as an empty one']);
  return silent;
}

describe('the list of formats', () => {
  it('is all of the contract, votes aside', () => {
    expect([...names, 'votes']).toEqual(exportFormat.options);
    for (const name of names) expect(recordFormats[name].name).toBe(name);
  });

  it('goes into tables where every column is a plain value and a loader takes more than one kind of file, and as the arenas publish theirs', () => {
    const plain = (name: RecordFormatName) =>
      recordFormats[name]
        .columns({ margin: true, weight: true, template: null })
        .every(({ type }) => typeof type === 'string');
    for (const name of names)
      expect(containersOf(name).includes('csv'), name).toBe(
        (plain(name) && !isPlainOnly(name)) || name === 'arena',
      );
    expect(containersOf('votes')).toContain('csv');
  });

  it('writes half weights only beside a weight', () => {
    const half = records.filter(({ weight }) => weight !== 1);
    expect(half).toHaveLength(1);
    for (const name of names.filter((name) => recordFormats[name].kinds.includes('preference'))) {
      expect(written(name, optionsOf(name), half).counts.refused, name).toEqual({ weight: 1 });
      const { text } = written(name, { ...optionsOf(name), weight: true }, half);
      if (recordFormats[name].beside && recordFormats[name].kinds.includes('preference'))
        expect(text, name).toContain('"weight":0.5}');
    }
  });
});

describe.each(['formats.md', 'formats.zh-CN.md'])('the page %s', (page) => {
  it('names every format and every reason', async () => {
    const text = await readFile(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
    for (const format of exportFormat.options)
      expect(text).toMatch(new RegExp(`^\\| \`${format}\` \\|`, 'm'));
    const reasons = [...text.matchAll(/^\| (`[a-z_`、, ]+) \|/gm)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`([a-z_]+)`/g)].map(([, code]) => code),
    );
    for (const reason of refusalReason.options) expect(reasons).toContain(reason);
  });
});
