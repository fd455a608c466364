import { readStopped } from '@pairwright/formats/in/recognition-words';
import { gzipSync } from 'node:zlib';
import type { ImportReading } from '@pairwright/contract/import-reading';
import { zipOf } from '@pairwright/formats/containers/archives.fixture';
import { openEncoder } from '@pairwright/formats/files/encoder';
import { afterAll, describe, expect, test } from 'vitest';
import type { ProjectContext } from '../../context.ts';
import { runUntilBroken } from '../break-off.fixture.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, contentOf, openImportFixture, rowText } from '../imports.fixture.ts';
import { getImport, listRejects, startCheck, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';
import { inspectImport } from './inspect.service.ts';
import { kindOfRejects, readRejectedLines } from '../reject-lines.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

/** The rejected rows as they come down. */
async function rejects(ctx: ProjectContext, importId: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of readRejectedLines(ctx, importId)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const byFormat = (format: string): ImportReading => ({ by: 'format', format });

interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function uploaded({ name, bytes }: Upload, projectId?: string) {
  const ctx = fixture.contextOf(projectId ?? (await fixture.newProject()));
  const { id: importId } = await receiveUpload(ctx, { filename: name, body: blocks(bytes) });
  return { ctx, importId };
}

async function imported(file: Upload, reading?: ImportReading, event: 'check' | 'run' = 'run') {
  const { ctx, importId } = await uploaded(file);
  await (event === 'run' ? startRun : startCheck)(ctx, { importId, pairing: allPairs, reading });
  const run = { importId, turn: 1, signal: new AbortController().signal, lastAttempt: true };
  const error = await executeImport(services, run).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { ctx, importId, error, job: await getImport(ctx, importId) };
}

const text = (value: string): Uint8Array => Buffer.from(value);
const triple = (n: number) => ({ prompt: `Question ${n}?`, chosen: `Good ${n}`, rejected: `Poor ${n}` });
const csv = (rows: readonly number[]): string =>
  ['prompt,chosen,rejected', ...rows.map((n) => `Question ${n}?,"Good, ${n}","Poor\n${n}"`)].join('\n');
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, n) => n + from);

async function parquet(rows: readonly Record<string, string>[]): Promise<Uint8Array> {
  const columns = Object.keys(rows[0]!).map((name) => ({ name, dtype: 'string' }));
  const encoder = (await openEncoder({ container: 'parquet', compression: 'snappy', columns }))!;
  const lines = text(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return Buffer.concat([...encoder.push(lines), ...encoder.finish()]);
}

/** The same 30 rows in every container; each has one that cannot be read. */
const files: readonly { readonly what: string; readonly file: () => Promise<Upload> }[] = [
  {
    what: 'gzip of lines',
    file: async () => ({
      name: 'rows.jsonl.gz',
      bytes: gzipSync([...numbers(29).map((n) => JSON.stringify(triple(n))), '{"prompt": "cut'].join('\n')),
    }),
  },
  {
    what: 'a list',
    file: async () => ({
      name: 'rows.json',
      bytes: text(JSON.stringify([...numbers(29).map(triple), { prompt: 1, chosen: 'a', rejected: 'b' }])),
    }),
  },
  {
    what: 'CSV',
    file: async () => ({ name: 'rows.csv', bytes: text(`${csv(numbers(29))}\nQ,one too few`) }),
  },
  {
    what: 'a zip of CSV and lines',
    file: async () => ({
      name: 'rows.zip',
      bytes: zipOf([
        { name: 'README.md', bytes: text('# Read me') },
        { name: 'manifest.json', bytes: text('{"rows": 29}') },
        { name: 'data/a.csv', bytes: text(csv(numbers(15))) },
        {
          name: 'data/b.jsonl',
          bytes: text([...numbers(14, 16).map((n) => JSON.stringify(triple(n))), '[]'].join('\n')),
        },
      ]),
    }),
  },
];

describe.each(files)('$what', ({ file }) => {
  test('is recognised; good rows go in, and the bad one is named and comes back', async () => {
    const { ctx, importId, job } = await imported(await file());
    expect(job).toMatchObject({
      state: 'succeeded',
      reading: byFormat('text-triple'),
      lines: 30,
      rowsAccepted: 29,
      rowsRejected: 1,
      comparisonsAdded: 29,
    });
    const { items } = await listRejects(ctx, { importId, limit: 10 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ file: job.filename === 'rows.zip' ? 'rows.zip/data/b.jsonl' : null });
    const lines = (await rejects(ctx, importId)).trimEnd().split('\n');
    if (job.filename === 'rows.csv') expect(lines.shift()).toBe('prompt,chosen,rejected');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/cut|one too few|"prompt":1|\[\]/);
  });

  test('broken off at every chunk, nothing comes twice and nothing is missing', async () => {
    const given = await file();
    const calm = await imported(given);
    const { ctx, importId } = await uploaded(given);
    await startRun(ctx, { importId, pairing: allPairs });
    let broken = 0;
    while ((await getImport(ctx, importId)).state !== 'succeeded') {
      if (await runUntilBroken(services, importId, { chunks: broken % 3, chunkRows: 4 })) broken += 1;
      expect(broken).toBeLessThan(60);
    }
    expect(broken).toBeGreaterThan(3);
    const { id: _a, projectId: _b, createdAt: _c, finishedAt: _d, bytesDone: _e, ...counts } = calm.job;
    expect(await getImport(ctx, importId)).toMatchObject(counts);
    expect(await contentOf(db, ctx.projectId)).toEqual(await contentOf(db, calm.ctx.projectId));
  });
});

/** Records that are refused, each for another reason, among good ones; with the line ends and the mark of a spreadsheet. */
const badRecords = ['one,too few', 'a "b,"c" d,e', 'n\0ul,b,c', '"two\r\nlines",only'];
const table = ['prompt,chosen,rejected', 'Q1?,A,B', ...badRecords, 'Q2?,A,B'].join('\r\n');

test.each([
  ['rows.csv', 'csv', text(`\uFEFF${table}\r\n`)],
  ['rows.csv.gz', 'csv', gzipSync(table)],
  ['rows.tsv', 'tsv', text(table.replaceAll(',', '\t'))],
] as const)(
  'the rejects of %s are a table that is mended and imported as it is',
  async (name, kind, bytes) => {
    const { ctx, importId, job } = await imported({ name, bytes });
    expect(job).toMatchObject({ rowsAccepted: 2, rowsRejected: 4 });
    expect(await kindOfRejects(ctx, importId)).toBe(kind);
    const down = await rejects(ctx, importId);
    const delimiter = kind === 'csv' ? ',' : '\t';
    expect(down).toBe(['prompt,chosen,rejected', ...badRecords, ''].join('\n').replaceAll(',', delimiter));
    const mended = ['one,too few,no more', '"a ""b",c d,e', 'nul,b,c', '"two\r\nlines",only,one'];
    const whole = [down.split('\n')[0], ...mended.map((record) => record.replaceAll(',', delimiter))].join(
      '\n',
    );
    const again = await imported({ name: `rejects.${kind}`, bytes: text(whole) });
    expect(again.job).toMatchObject({ rowsAccepted: 4, rowsRejected: 0, comparisonsAdded: 4 });
  },
);

test('Parquet is read by its rows', async () => {
  const { job, error } = await imported({
    name: 'train.parquet',
    bytes: await parquet(numbers(2_500).map(triple)),
  });
  expect(error).toBeNull();
  expect(job).toMatchObject({
    state: 'succeeded',
    lines: 2_500,
    rowsAccepted: 2_500,
    comparisonsAdded: 2_500,
  });
});

test('files of an archive that hold no rows are told', async () => {
  const { job } = await imported(await files[3]!.file());
  expect(job.notes).toContainEqual(expect.objectContaining({ code: 'files_left_out', count: 2 }));
});

test('a zipped data set is read by the configurations of its README, or says why not', async () => {
  const set = (front: string): Upload => ({
    name: 'set.zip',
    bytes: zipOf([
      { name: 'set/README.md', bytes: text(`---\n${front}\n---\n# A set\n`) },
      { name: 'set/extra/old.csv', bytes: text(csv(numbers(5, 100))) },
      { name: 'set/data/train.csv', bytes: text(csv(numbers(20))) },
      { name: 'set/data/test.csv', bytes: text(csv(numbers(7, 21))) },
    ]),
  });
  const files = '{ split: train, path: data/train.csv }, { split: test, path: data/test.csv }';
  const { job } = await imported(set(`configs: [{ config_name: default, data_files: [${files}] }]`));
  expect(job).toMatchObject({ state: 'succeeded', lines: 27, rowsAccepted: 27, rowsRejected: 0 });
  expect(job.notes).toContainEqual(expect.objectContaining({ code: 'files_left_out', count: 2 }));
  const two = await imported(set('configs: [{ config_name: a, data_files: x }, { config_name: b }]'));
  expect(two.job).toMatchObject({ state: 'failed', error: { code: 'file_unreadable' }, rowsAccepted: 0 });
  expect(two.job.error?.message).toMatch(/several configurations: a, b/);
});

test('a zipped data set is read as its dataset_info.json says, by the entry that is chosen', async () => {
  const entry = (file: string) => ({
    file_name: file,
    ranking: true,
    columns: { prompt: 'ask', chosen: 'win', rejected: 'lose' },
  });
  const rows = (from: number) =>
    numbers(4, from)
      .map((n) => `${JSON.stringify({ ask: `Ask ${n}?`, win: `Good ${n}`, lose: `Poor ${n}` })}\n`)
      .join('');
  const archive = (entries: Record<string, unknown>): Upload => ({
    name: 'data.zip',
    bytes: zipOf([
      { name: 'dataset_info.json', bytes: text(JSON.stringify(entries)) },
      { name: 'one.jsonl', bytes: text(rows(1)) },
      { name: 'two.jsonl', bytes: text(rows(11)) },
    ]),
  });
  const only = await imported(archive({ one: entry('one.jsonl'), plain: { file_name: 'two.jsonl' } }));
  expect(only.job).toMatchObject({
    state: 'succeeded',
    rowsAccepted: 4,
    rowsRejected: 0,
    reading: { by: 'mapping', folder: { file: 'one.jsonl' } },
  });
  const several = archive({ one: entry('one.jsonl'), two: entry('two.jsonl') });
  const unsaid = await imported(several);
  expect(unsaid.job).toMatchObject({ state: 'failed', error: { code: 'format_unknown' }, rowsAccepted: 0 });
  expect(unsaid.job.error?.message).toMatch(/several data sets: one, two/);
  const { ctx, importId } = await uploaded(several);
  const { folder, reading, recognised } = await inspectImport(ctx, { importId });
  expect([reading, folder?.datasets.map(({ name }) => name)]).toEqual([null, ['one', 'two']]);
  expect(recognised.format).toBeNull();
  const chosen = folder!.datasets[1]!.reading!;
  expect(await inspectImport(ctx, { importId, reading: chosen })).toMatchObject({ good: 4, bad: 0 });
  const { job } = await imported(several, chosen);
  expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 4, rowsRejected: 0 });
  expect(job.reading).toEqual(chosen);
});

test('of a zipped data set one split is read, as its rows are recognised', async () => {
  const set: Upload = {
    name: 'set.zip',
    bytes: zipOf([
      { name: 'data/train.csv', bytes: text(csv(numbers(6))) },
      { name: 'data/test.csv', bytes: text(csv(numbers(3, 50))) },
    ]),
  };
  const folder = { split: 'test' };
  const { job } = await imported(set, { by: 'recognised', folder });
  expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 3, reading: { by: 'format', folder } });
  const { ctx, importId } = await uploaded(set);
  const looked = await inspectImport(ctx, { importId, reading: { by: 'recognised', folder } });
  expect(looked).toMatchObject({ good: 3, folder: { configs: [], splits: ['test', 'train'] } });
  const none = await imported({ name: 'x.csv', bytes: text(csv([1])) }, { by: 'recognised', folder });
  expect(none.job.error).toMatchObject({ code: 'file_unreadable' });
});

test('our own rows are read as fast from lines, and the same from a compressed file', async () => {
  const rows = numbers(20).map((n) => rowText(n));
  const plain = await imported({ name: 'rows.jsonl', bytes: text(rows.join('\n')) });
  const packed = await imported({ name: 'rows.jsonl.gz', bytes: gzipSync(rows.join('\n')) });
  expect(packed.job).toMatchObject({ state: 'succeeded', rowsAccepted: 20, reading: byFormat('pairwright') });
  expect(await contentOf(db, packed.ctx.projectId)).toEqual(await contentOf(db, plain.ctx.projectId));
});

test('our own rows are read from a table, where an empty cell of an optional column is none', async () => {
  const table = 'prompt,response_a,response_b,model_a,lang\nWhy?,a,b,,\nHow?,a,b,m,en\n';
  const { job } = await imported({ name: 'own.csv', bytes: text(table) });
  expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 2, rowsRejected: 0 });
  expect(job.reading).toMatchObject(byFormat('pairwright'));
});

describe('a file whose format is not clear', () => {
  const unknown: Upload = { name: 'x.csv', bytes: text('frage,eins,zwei\nWarum?,Darum,Nein\n') };

  test('stops the import with what to do, and adds nothing', async () => {
    const { job, error } = await imported(unknown);
    expect(error).toMatchObject({ name: 'ImportFailure' });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'format_unknown' }, rowsAccepted: 0 });
    expect(readStopped(job.error?.message ?? '')).toEqual({
      name: 'unknown',
      values: { columns: '"frage", "eins", "zwei"' },
    });
  });

  test('is read by a mapping', async () => {
    const { job } = await imported(unknown, {
      by: 'mapping',
      mapping: {
        version: 1,
        prompt: { column: 'frage', as: 'text' },
        responses: {
          columns: [
            { column: 'eins', as: 'text' },
            { column: 'zwei', as: 'text' },
          ],
        },
        votes: [],
      },
    });
    expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 1, comparisonsAdded: 1 });
  });

  test.each([
    ['a web page', '<!doctype html><html></html>', /web page/],
    ['nothing but a header', 'a,b\n', /no row in it/],
  ])('%s is no file of rows', async (_what, content, fix) => {
    const { job } = await imported({ name: 'x.csv', bytes: text(content) });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'file_unreadable' } });
    expect(job.error?.fix).toMatch(fix);
  });

  test('a data set in Arrow says how its rows come in, not what stands beside them', async () => {
    const bytes = zipOf([
      { name: 'set/dataset_dict.json', bytes: text('{"splits": ["train"]}') },
      { name: 'set/train/data-00000-of-00001.arrow', bytes: text('ARROW1') },
      { name: 'set/train/state.json', bytes: text('{}') },
    ]);
    const { ctx, importId, job } = await imported({ name: 'set.zip', bytes });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'file_unreadable' } });
    expect(job.error?.fix).toMatch(/load_from_disk/);
    expect((await inspectImport(ctx, { importId })).recognised).toMatchObject({
      format: null,
      reason: { code: 'unreadable', fault: 'arrow_file' },
    });
  });
});

test('a check counts what a run adds, and another format starts again', async () => {
  const file = { name: 'rows.csv', bytes: text(csv(numbers(5))) };
  const { ctx, importId, job } = await imported(file, undefined, 'check');
  expect(job).toMatchObject({ state: 'checked', comparisonsPlanned: 5, comparisonsAdded: 5 });
  const again = await startCheck(ctx, { importId, pairing: allPairs, reading: byFormat('mt-bench') });
  expect(again).toMatchObject({ rowsAccepted: 0, comparisonsPlanned: null });
  await executeImport(services, {
    importId,
    turn: 2,
    signal: new AbortController().signal,
    lastAttempt: true,
  });
  expect(await getImport(ctx, importId)).toMatchObject({ rowsRejected: 5, comparisonsPlanned: 0 });
  expect((await listRejects(ctx, { importId, limit: 1 })).items[0]?.code).toBe('not_this_format');
});
