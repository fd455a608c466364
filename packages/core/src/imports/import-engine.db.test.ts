import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { Pairing } from '@pairwright/contract/imports';
import { executeImport } from './import-engine.ts';
import { importRows } from './import-rows.ts';
import { collect, upload, work } from './import-work.fixture.ts';
import { allPairs, blocks, contentOf, openImportFixture, rowText } from './imports.fixture.ts';
import { cancelImport, getImport, listRejects, startCheck, startRun } from './imports.service.ts';
import { readRejectedLines } from './reject-lines.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

const importText = (projectId: string, text: string | Uint8Array, pairing: Pairing = allPairs) =>
  importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing });

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
      fixture,
      projectId,
      Array.from({ length: 500 }, (_, n) => rowText(n)).join('\n'),
    );
    await startRun(ctx, { importId, pairing: allPairs });
    await Promise.all([
      work(fixture, importId, { chunkRows: 20 }),
      work(fixture, importId, { chunkRows: 30 }),
    ]);
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
      fixture,
      projectId,
      [rowText(1, ['base', 'a', 'b']), rowText(2, ['a', 'b'])].join('\n'),
    );
    await startRun(ctx, { importId, pairing: baseline });
    await work(fixture, importId);
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'succeeded',
      comparisonsAdded: 2,
      rowsAccepted: 1,
      rowsRejected: 1,
    });
    expect((await listRejects(ctx, { importId, limit: 5 })).items).toMatchObject([
      { line: 2, code: 'baseline_missing', value: '"base"' },
    ]);
    const wrong = await upload(fixture, projectId, rowText(3, ['a', 'b']));
    await startCheck(wrong.ctx, { importId: wrong.importId, pairing: baseline });
    await expect(work(fixture, wrong.importId)).rejects.toThrow('baseline');
    expect(await getImport(wrong.ctx, wrong.importId)).toMatchObject({
      state: 'failed',
      error: { code: 'baseline_unknown' },
    });
    // A wrong plan is mended by another run.
    await startRun(wrong.ctx, { importId: wrong.importId, pairing: allPairs });
    await work(fixture, wrong.importId);
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
    const { ctx, importId } = await upload(fixture, projectId, text);
    const before = await contentOf(db, projectId);
    await startCheck(ctx, { importId, pairing: allPairs });
    // Chunks of one row: repetitions are found across chunks.
    await work(fixture, importId, { chunkRows: 1 });
    const checked = await getImport(ctx, importId);
    expect(checked.state).toBe('checked');
    expect(await contentOf(db, projectId)).toEqual(before);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(fixture, importId);
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
    const { ctx, importId } = await upload(fixture, await fixture.newProject(), text);
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
    await work(fixture, importId);
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
      fixture,
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
    const { ctx, importId } = await upload(fixture, await fixture.newProject(), rowText(1));
    await services.artifacts.deletePrefix(`imports/${importId}`);
    await startRun(ctx, { importId, pairing: allPairs });
    await expect(work(fixture, importId, { lastAttempt: false })).rejects.toThrow('gone');
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'failed',
      error: { code: 'file_missing', fix: expect.stringContaining('again') },
    });
  });

  test('an error of the store is left to the next attempt, and only the last one fails the import', async () => {
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(fixture, projectId, rowText(1));
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
    await work(fixture, importId);
    expect(await getImport(ctx, importId)).toMatchObject({ state: 'succeeded', rowsAccepted: 1 });
  });

  test('imports of other projects do not exist', async () => {
    const { importId } = await upload(fixture, await fixture.newProject(), rowText(1));
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
