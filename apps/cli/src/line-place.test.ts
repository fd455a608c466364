import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportJob } from '@pairwright/contract/datasets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportOfFile, readLinePlace } from './line-place.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['train.jsonl:17', { file: 'train.jsonl', line: 17 }],
  ['data/train-00001-of-00003.jsonl.zst:1', { file: 'data/train-00001-of-00003.jsonl.zst', line: 1 }],
  ['C:\\data\\train.parquet:3', { file: 'C:\\data\\train.parquet', line: 3 }],
  ['train.jsonl', null],
  ['train.jsonl:0', null],
  ['train.jsonl:x', null],
  [':3', null],
  ['01900000-0000-7000-8000-00000000000a', null],
])('%s names a line, or none', (text, place) => {
  expect(readLinePlace(text)).toEqual(place);
});

const job = (id: string, format: string, sha256: string, name = 'train.jsonl') =>
  ({
    id,
    format,
    state: 'ready',
    files: [
      { name, size: 1, sha256, rows: 4 },
      { name: 'manifest.json', size: 1, sha256: 'm', rows: null },
    ],
  }) as unknown as ExportJob;
const exports = [job('a', 'trl-implicit', '1'), job('b', 'kto', '2'), job('c', 'kto', '3', 'train.jsonl.gz')];
const ask = (file: string, format?: string) => exportOfFile(exports, { file, line: 1 }, format);

test('a file is known by its name, its format or the manifest beside it', async () => {
  expect(await ask('anywhere/train.jsonl.gz')).toEqual({ exportId: 'c', fileName: 'train.jsonl.gz' });
  expect(await ask('train.jsonl', 'kto')).toEqual({ exportId: 'b', fileName: 'train.jsonl' });
  await writeFile(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ files: [{ name: 'train.jsonl', sha256: '1' }] }),
  );
  const file = path.join(folder, 'train.jsonl');
  expect(await ask(file)).toEqual({ exportId: 'a', fileName: 'train.jsonl' });
  await expect(ask(file, 'kto')).rejects.toThrow('of no export of this version in the format kto');
});

test.each([
  ['train.jsonl', undefined, 'Say which with --format: trl-implicit, kto.'],
  ['train.jsonl', 'nemo-rl', 'No export of this version in the format nemo-rl'],
  ['test.jsonl', undefined, 'It has: train.jsonl, train.jsonl.gz.'],
  ['manifest.json', undefined, 'no data file manifest.json'],
])('%s (%s) is refused: %s', async (file, format, said) => {
  await expect(ask(file, format)).rejects.toThrow(said);
});

test('a version without files, and what is no manifest, are said to be so', async () => {
  await expect(exportOfFile([], { file: 'train.jsonl', line: 1 }, undefined)).rejects.toThrow(
    'Export it first',
  );
  const text = path.join(folder, 'manifest.json');
  for (const [content, said] of [
    ['nothing', 'is no manifest of an export'],
    ['{"files":1}', 'is no manifest of an export'],
    ['{"files":[]}', 'names no file train.jsonl'],
  ] as const) {
    await writeFile(text, content);
    await expect(ask(path.join(folder, 'train.jsonl'))).rejects.toThrow(said);
  }
});
