import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, contentOf, openImportFixture, rowText } from './imports.fixture.ts';
import { executeImport } from './import-engine.ts';
import { cancelImport, getImport, listRejects, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';
import { readFaults, readRejectedLines } from './reject-lines.ts';
import type { Pairing } from '@pairwright/contract/imports';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

const importText = (projectId: string, text: string | Uint8Array, pairing: Pairing = allPairs) =>
  importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing });

async function upload(projectId: string, text: string | Uint8Array) {
  const ctx = fixture.contextOf(projectId);
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  return { ctx, importId };
}

/** Runs what was enqueued last for this import. */
async function work(
  importId: string,
  options: { chunkRows?: number; signal?: AbortSignal; lastAttempt?: boolean } = {},
) {
  const job = fixture.enqueued.findLast(
    ({ payload }) => (payload as { importId: string }).importId === importId,
  );
  if (job === undefined) throw new Error('Nothing was enqueued for this import.');
  const { turn } = job.payload as { turn: number };
  await executeImport(services, {
    importId,
    turn,
    signal: options.signal ?? new AbortController().signal,
    lastAttempt: options.lastAttempt ?? true,
    ...(options.chunkRows === undefined ? {} : { chunkRows: options.chunkRows }),
  });
}

async function collect(source: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

describe('rejects', () => {
  const bad = [
    'not json',
    '{"messages":[],"responses":[]}',
    '{"messages":[{"role":"user","content":"a\\u0000b"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}]}',
  ];
  const text = [rowText(1), bad[0], rowText(2), bad[1], bad[2], rowText(3)].join('\r\n');

  test('good rows go in, every bad row is named and comes back as it was', async () => {
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(projectId, text);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(importId);
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'succeeded',
      lines: 6,
      rowsAccepted: 3,
      rowsRejected: 3,
    });
    const made = await db.db
      .selectFrom('comparisons')
      .select('import_line as line')
      .where('project_id', '=', projectId)
      .orderBy('rank')
      .execute();
    expect([...new Set(made.map(({ line }) => line))]).toEqual([1, 3, 6]);
    const rejects = await listRejects(ctx, { importId, limit: 50 });
    expect([...new Set(rejects.items.map(({ line }) => line))]).toEqual([2, 4, 5]);
    expect(
      rejects.items.every(
        ({ path, rule, fix, code }) => path !== '' && rule !== '' && fix !== '' && code !== '',
      ),
    ).toBe(true);
    expect((await collect(readRejectedLines(ctx, importId))).toString()).toBe(`${bad.join('\n')}\n`);
    const faults = (await collect(readFaults(ctx, importId)))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(faults).toEqual(rejects.items);
  });

  test('pages of rejects hold all of them once', async () => {
    const { ctx, importId } = await upload(
      await fixture.newProject(),
      Array.from({ length: 25 }, (_, n) => `bad ${n}`).join('\n'),
    );
    await startRun(ctx, { importId, pairing: allPairs });
    await work(importId);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRejects(ctx, { importId, limit: 7, cursor });
      seen.push(...page.items.map(({ line }) => line));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });
});

describe('hostile rows', () => {
  const deep = `{"messages":[{"role":"user","content":"x"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}],"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const proto =
    '{"messages":[{"role":"user","content":"x"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}],"metadata":{"__proto__":{"polluted":true}}}';
  const surrogate =
    '{"messages":[{"role":"user","content":"half \\ud83d"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}]}';
  const long = `{"messages":[{"role":"user","content":"${'x'.repeat(16 * 1024 * 1024)}"}]}`;

  test('each is refused with a reason, its neighbours go in, and its bytes come back', async () => {
    const invalid = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const lines = [Buffer.from(deep), Buffer.from(proto), Buffer.from(surrogate), invalid, Buffer.from(long)];
    const parts = lines.flatMap((line, n) => [Buffer.from(`${rowText(n)}\n`), line, Buffer.from('\n')]);
    const text = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ...parts, Buffer.from(rowText(99))]);
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(projectId, text);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(importId);
    const job = await getImport(ctx, importId);
    expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 6, rowsRejected: 5, lines: 11 });
    expect(job.notes).toContainEqual(expect.objectContaining({ code: 'byte_order_mark' }));
    const codes = (await listRejects(ctx, { importId, limit: 50 })).items.map(({ code }) => code);
    for (const code of ['too_deep', 'forbidden_key', 'lone_surrogate', 'invalid_utf8', 'line_too_long'])
      expect(codes).toContain(code);
    expect(
      (await collect(readRejectedLines(ctx, importId))).equals(
        Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
      ),
    ).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('text', () => {
  test('is stored byte for byte: white space, line ends, separators, escapes, emoji, combining characters', async () => {
    const texts = [
      '  spaces  ',
      'a\r\nb\n\tc',
      '\u2028\u2029\u0085',
      'back\\slash "quote" \\N \\.',
      '👩‍👩‍👧 é é',
      '中文，全角　空格',
      '\u0001\u001f\u007f',
      '',
      '\ufeffbom',
    ];
    const file = texts
      .map((content, n) =>
        JSON.stringify({
          messages: [{ role: 'user', content: `${n}${content}` }],
          responses: [
            { model: ' a ', content },
            { model: 'b\\', content: `${content}2` },
          ],
        }),
      )
      .join('\n');
    const projectId = await fixture.newProject();
    expect(await importText(projectId, file)).toMatchObject({ rowsAccepted: texts.length, rowsRejected: 0 });
    const { rows } = await sql<{ prompt: string; model: string; answer: string }>`
      select p.messages->0->>'content' as prompt, r.model, r.messages->0->>'content' as answer
      from prompts p join responses r on r.prompt_id = p.id where p.project_id = ${projectId} order by r.id`.execute(
      db.db,
    );
    expect(rows).toEqual(
      texts.flatMap((content, n) => [
        { prompt: `${n}${content}`, model: ' a ', answer: content },
        { prompt: `${n}${content}`, model: 'b\\', answer: `${content}2` },
      ]),
    );
  });
});

describe('what is there already', () => {
  test('a later file with new responses adds these and their comparisons, in whatever order it has them', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, rowText(1, ['a', 'b']));
    const job = await importText(projectId, rowText(1, ['c', 'b', 'a']));
    expect(job).toMatchObject({
      rowsAccepted: 1,
      rowsDuplicate: 0,
      promptsAdded: 0,
      responsesAdded: 1,
      comparisonsAdded: 2,
    });
    const content = (await contentOf(db, projectId)) as {
      comparisons: { rank: number; model_a: string; model_b: string }[];
    };
    expect(content.comparisons.map(({ rank, model_a, model_b }) => [rank, model_a, model_b])).toEqual([
      [0, 'a', 'b'],
      [1, 'b', 'c'],
      [2, 'a', 'c'],
    ]);
    expect(await importText(projectId, rowText(1, ['b', 'a']))).toMatchObject({
      rowsDuplicate: 1,
      comparisonsAdded: 0,
    });
  });

  test('a row repeated inside a file counts once; another project has its own', async () => {
    const projectId = await fixture.newProject();
    expect(await importText(projectId, [rowText(1), rowText(1), rowText(2)].join('\n'))).toMatchObject({
      rowsAccepted: 2,
      rowsDuplicate: 1,
      promptsAdded: 2,
    });
    expect(await importText(await fixture.newProject(), rowText(1))).toMatchObject({
      rowsAccepted: 1,
      promptsAdded: 1,
    });
  });

  test('other details of a known prompt are not taken over, and a note says so', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, rowText(1));
    const job = await importText(projectId, rowText(1).replace('"p-1"', '"other"'));
    expect(job.notes).toContainEqual(expect.objectContaining({ code: 'details_kept', count: 1 }));
    expect((await importText(projectId, rowText(1))).notes).toEqual([]);
  });

  test('two imports of one file at the same time add it once', async () => {
    const projectId = await fixture.newProject();
    const text = Array.from({ length: 3_000 }, (_, n) => rowText(n, ['a', 'b', 'c'])).join('\n');
    const jobs = await Promise.all([importText(projectId, text), importText(projectId, text)]);
    expect(jobs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
    expect(jobs[0].rowsAccepted + jobs[1].rowsAccepted).toBe(3_000);
    expect(jobs[0].comparisonsAdded + jobs[1].comparisonsAdded).toBe(9_000);
    const { rows } = await sql<{
      n: number;
      ranks: number;
    }>`select count(*)::int as n, count(distinct rank)::int as ranks from comparisons where project_id = ${projectId}`.execute(
      db.db,
    );
    expect(rows[0]).toEqual({ n: 9_000, ranks: 9_000 });
  });

  test('two workers on one import add it once', async () => {
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(
      projectId,
      Array.from({ length: 500 }, (_, n) => rowText(n)).join('\n'),
    );
    await startRun(ctx, { importId, pairing: allPairs });
    await Promise.all([work(importId, { chunkRows: 20 }), work(importId, { chunkRows: 30 })]);
    // The one that lost a checkpoint to the other stops; what it leaves is carried on by the other.
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'succeeded',
      rowsAccepted: 500,
      rowsDuplicate: 0,
      comparisonsAdded: 500,
    });
  });
});

describe('pairing', () => {
  test('equal texts are not compared, and counted', async () => {
    const same = JSON.stringify({
      messages: [{ role: 'user', content: 'Q' }],
      responses: ['a', 'b', 'c'].map((model) => ({ model, content: model === 'c' ? 'other' : 'same' })),
    });
    expect(await importText(await fixture.newProject(), same)).toMatchObject({
      responsesAdded: 3,
      comparisonsAdded: 2,
      comparisonsIdentical: 1,
    });
  });

  test('a row without the baseline is rejected; a baseline nobody has fails the import', async () => {
    const baseline: Pairing = { plan: 'against_baseline', model: 'base' };
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(
      projectId,
      [rowText(1, ['base', 'a', 'b']), rowText(2, ['a', 'b'])].join('\n'),
    );
    await startRun(ctx, { importId, pairing: baseline });
    await work(importId);
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'succeeded',
      comparisonsAdded: 2,
      rowsAccepted: 1,
      rowsRejected: 1,
    });
    expect((await listRejects(ctx, { importId, limit: 5 })).items).toMatchObject([
      { line: 2, code: 'baseline_missing', value: '"base"' },
    ]);
    const wrong = await upload(projectId, rowText(3, ['a', 'b']));
    await startCheck(wrong.ctx, { importId: wrong.importId, pairing: baseline });
    await expect(work(wrong.importId)).rejects.toThrow('baseline');
    expect(await getImport(wrong.ctx, wrong.importId)).toMatchObject({
      state: 'failed',
      error: { code: 'baseline_unknown' },
    });
    // A wrong plan is mended by another run.
    await startRun(wrong.ctx, { importId: wrong.importId, pairing: allPairs });
    await work(wrong.importId);
    expect(await getImport(wrong.ctx, wrong.importId)).toMatchObject({
      state: 'succeeded',
      comparisonsAdded: 1,
      rowsRejected: 0,
      error: null,
    });
  });
});

describe('check', () => {
  const text = [
    rowText(1),
    rowText(2, ['a', 'b', 'c']),
    rowText(1),
    'bad',
    rowText(1, ['b', 'a', 'd']),
    rowText(4),
  ].join('\n');

  test('says what a run adds and adds nothing', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, rowText(4));
    const { ctx, importId } = await upload(projectId, text);
    const before = await contentOf(db, projectId);
    await startCheck(ctx, { importId, pairing: allPairs });
    // Chunks of one row: repetitions are found across chunks.
    await work(importId, { chunkRows: 1 });
    const checked = await getImport(ctx, importId);
    expect(checked.state).toBe('checked');
    expect(await contentOf(db, projectId)).toEqual(before);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(importId);
    const { state: _state, phase: _phase, finishedAt: _finishedAt, ...rest } = await getImport(ctx, importId);
    expect(checked).toMatchObject(rest);
    expect(rest).toMatchObject({
      rowsAccepted: 3,
      rowsDuplicate: 2,
      rowsRejected: 1,
      promptsAdded: 2,
      responsesAdded: 6,
      comparisonsAdded: 6,
      comparisonsPlanned: 6,
    });
  });

  test('a check that was broken off starts again from the first row', async () => {
    const { ctx, importId } = await upload(await fixture.newProject(), text);
    await startCheck(ctx, { importId, pairing: allPairs });
    const stop = new AbortController();
    const broken = executeImport(services, {
      importId,
      turn: 1,
      signal: stop.signal,
      lastAttempt: false,
      chunkRows: 2,
      onProgress: () => stop.abort(new Error('stop')),
    });
    await expect(broken).rejects.toThrow('stop');
    await work(importId);
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'checked',
      lines: 6,
      rowsAccepted: 4,
      rowsDuplicate: 1,
      rowsRejected: 1,
    });
  });
});

describe('stops and failures', () => {
  test('cancelling keeps what is in and ends the work; afterwards nothing moves', async () => {
    const { ctx, importId } = await upload(
      await fixture.newProject(),
      Array.from({ length: 50 }, (_, n) => rowText(n)).join('\n'),
    );
    await startRun(ctx, { importId, pairing: allPairs });
    let cancelled: Promise<unknown> | undefined;
    const options = {
      importId,
      turn: 1,
      signal: new AbortController().signal,
      lastAttempt: true,
      chunkRows: 10,
    };
    await executeImport(services, {
      ...options,
      onProgress: async () => void (await (cancelled ??= cancelImport(ctx, importId))),
    });
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'cancelled',
      rowsAccepted: 10,
      comparisonsAdded: 10,
    });
    await expect(startRun(ctx, { importId, pairing: allPairs })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    await expect(cancelImport(ctx, importId)).rejects.toMatchObject({ code: 'wrong_state' });
    await executeImport(services, options);
    expect(await getImport(ctx, importId)).toMatchObject({ state: 'cancelled', rowsAccepted: 10 });
  });

  test('a file that vanished fails the import with what to do', async () => {
    const { ctx, importId } = await upload(await fixture.newProject(), rowText(1));
    await services.artifacts.deletePrefix(`imports/${importId}`);
    await startRun(ctx, { importId, pairing: allPairs });
    await expect(work(importId, { lastAttempt: false })).rejects.toThrow('gone');
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'failed',
      error: { code: 'file_missing', fix: expect.stringContaining('again') },
    });
  });

  test('an error of the store is left to the next attempt, and only the last one fails the import', async () => {
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(projectId, rowText(1));
    await startRun(ctx, { importId, pairing: allPairs });
    const broken = {
      ...services,
      artifacts: {
        ...services.artifacts,
        stat: async () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })),
      },
    } as unknown as typeof services;
    const run = { importId, turn: 1, signal: new AbortController().signal };
    await expect(executeImport(broken, { ...run, lastAttempt: false })).rejects.toThrow();
    expect(await getImport(ctx, importId)).toMatchObject({ state: 'running', error: null });
    await expect(executeImport(broken, { ...run, lastAttempt: true })).rejects.toThrow();
    expect((await getImport(ctx, importId)).state).toBe('failed');
    await startRun(ctx, { importId, pairing: allPairs });
    await work(importId);
    expect(await getImport(ctx, importId)).toMatchObject({ state: 'succeeded', rowsAccepted: 1 });
  });

  test('imports of other projects do not exist', async () => {
    const { importId } = await upload(await fixture.newProject(), rowText(1));
    const stranger = fixture.contextOf(await fixture.newProject());
    const uses = [
      () => getImport(stranger, importId),
      () => startRun(stranger, { importId, pairing: allPairs }),
      () => cancelImport(stranger, importId),
      () => listRejects(stranger, { importId, limit: 5 }),
      () => collect(readRejectedLines(stranger, importId)),
    ];
    for (const use of uses) await expect(use()).rejects.toMatchObject({ code: 'not_found' });
  });
});
