import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import { readLine } from '@pairwright/domain/versions/line-texts';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { text as readText } from 'node:stream/consumers';
import { addPair, addVote, createStage } from '../datasets.fixture.ts';
import { getExport, startExport } from '../datasets.service.ts';
import { addEveryKind, asked, said } from '../every-kind.fixture.ts';
import { runExport } from '../export-run.service.ts';
import { frozen } from '../exported.fixture.ts';
import { findLine } from './find-line.service.ts';
import { findRows } from './find-rows.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'lines' });
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  await addEveryKind(stage);
  for (let n = 0; n < 8; n += 1) {
    const id = await addPair(stage, {
      rank: 30 + n,
      prompt: asked(`Question ${n}?`),
      first: said(`Yes ${n}.`),
      // What holds a delimiter is refused by some formats.
      second: said(n % 4 === 0 ? 'Human: no' : `No ${n}.`),
    });
    await addVote(stage, id, { annotator: stage.annotators[0]!, outcome: 'preference', strength: -2 });
  }
});

const halves = [
  { name: 'train', share: 0.5 },
  { name: 'test', share: 0.5 },
];
const everything: Partial<Recipe> = {
  includeMargin: true,
  singles: 'include',
  ties: 'keep',
  bothBad: 'negatives',
};
const split: Recipe['split'] = { by: 'prompt', salt: 's', nearDuplicates: 'ignore', parts: halves };

type Wanted = Parameters<typeof startExport>[1];

async function exported(
  wanted: Wanted,
): Promise<{ exportId: string; files: { name: string; rows: number }[] }> {
  const { id } = await startExport(stage.ctx, wanted);
  await runExport(stage.ctx, { exportId: id, signal });
  const { files } = await getExport(stage.ctx, id);
  return {
    exportId: id,
    files: (files ?? []).flatMap(({ name, rows }) => (rows === null ? [] : [{ name, rows }])),
  };
}

async function linesOf(exportId: string, name: string): Promise<string[]> {
  const text = await readText(await stage.artifacts.read(`exports/${exportId}/${name}`));
  // What stands around the lines of a list is none.
  return text.split('\n').filter((line) => line.startsWith('{'));
}

const ask = (exportId: string, fileName: string, line: number) =>
  findLine(stage.ctx, { exportId, fileName, line });

test.each<[string, Partial<Recipe>]>([
  ['whole', everything],
  ['in two parts, cut and shuffled', { ...everything, split, shuffleSeed: 7 }],
])('every line of every file leads to the row that its text leads to: %s', async (_, choices) => {
  const { versionId } = await frozen(stage, choices);
  const seen = new Set<string>();
  for (const format of exportFormats) {
    const { exportId, files } = await exported({ versionId, format, container: 'jsonl' });
    expect(files.length, format).toBeGreaterThan(0);
    for (const { name, rows } of files) {
      seen.add(`${format} ${name.split('.')[0]}`);
      const lines = await linesOf(exportId, name);
      expect(lines, `${format} ${name}`).toHaveLength(rows);
      // The first, one amid, and the last.
      for (const index of new Set([0, rows >> 1, rows - 1])) {
        const line = lines[index] ?? '';
        const found = await ask(exportId, name, index + 1);
        const told = (await findRows(stage.ctx, { versionId, line })).items;
        expect(
          told.map(({ rowId }) => rowId),
          `${format} ${name}:${index + 1}`,
        ).toContain(format === 'votes' ? found.comparisonId : found.rowId);
        expect(found.formats).toEqual([format]);
        const { id } = readLine(line) ?? {};
        if (format.startsWith('trl-')) expect(found.rowId).toBe(id);
      }
    }
  }
  if (choices.split !== undefined)
    expect(seen.has('trl-implicit train') && seen.has('trl-implicit test')).toBe(true);
});

test.each<Omit<Wanted, 'versionId'>>([
  { format: 'trl-implicit', container: 'jsonl', compression: 'gzip', shardRows: 3 },
  { format: 'trl-explicit', container: 'jsonl', compression: 'zstd', shardRows: 2 },
  { format: 'hh-strings', container: 'csv', shardRows: 2 },
  { format: 'nemo-rl', container: 'parquet', shardRows: 4 },
  { format: 'kto', container: 'parquet', compression: 'snappy', shardRows: 5 },
  { format: 'votes', container: 'csv', shardRows: 7 },
])('cut and packed, line for line as in one plain file: %o', async (wanted) => {
  const { versionId } = await frozen(stage, { ...everything, split });
  const plain = await exported({ versionId, format: wanted.format, container: 'jsonl' });
  const packed = await exported({ versionId, ...wanted });
  expect(packed.files.length).toBeGreaterThan(plain.files.length);
  const rowsOf = async ({ exportId, files }: typeof plain): Promise<string[]> => {
    const found: string[] = [];
    for (const { name, rows } of files)
      for (let line = 1; line <= rows; line += 1) found.push((await ask(exportId, name, line)).rowId);
    return found;
  };
  expect(await rowsOf(packed)).toEqual(await rowsOf(plain));
});

test('what is no line of a file is refused by name', async () => {
  const { versionId } = await frozen(stage, everything);
  const { exportId, files } = await exported({ versionId, format: 'trl-implicit', container: 'jsonl' });
  const rows = files[0]!.rows;
  await expect(ask(exportId, 'train.jsonl', rows + 1)).rejects.toMatchObject({
    code: 'invalid_request',
    detail: `line: ${rows + 1} is beyond the ${rows} rows of train.jsonl. Give a number from 1 to ${rows}; rows are counted, without a header.`,
  });
  for (const name of ['test.jsonl', 'manifest.json', '../train.jsonl'])
    await expect(ask(exportId, name, 1)).rejects.toMatchObject({ code: 'not_found' });
  const other = await createStage(database, { slug: 'no-lines' });
  await expect(findLine(other.ctx, { exportId, fileName: 'train.jsonl', line: 1 })).rejects.toMatchObject({
    code: 'not_found',
  });
  await other.close();
  const waiting = await startExport(stage.ctx, { versionId, format: 'trl-explicit', container: 'jsonl' });
  await expect(ask(waiting.id, 'train.jsonl', 1)).rejects.toMatchObject({ code: 'wrong_state' });
});
