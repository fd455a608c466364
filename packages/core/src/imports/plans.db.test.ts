import { targetOf } from '@pairwright/domain/overlap';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { Pairing } from '@pairwright/contract/imports';
import { updateProject } from '../projects/projects.service.ts';
import { publishQuestion } from '../projects/versions.service.ts';
import { importRows } from './import-rows.ts';
import {
  allPairs,
  blocks,
  formOf,
  openImportFixture,
  rankMain,
  rowText,
  thumbsMain,
} from './imports.fixture.ts';
import { getImport, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';
import { executeImport } from './import-engine.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;
const groups: Pairing = { plan: 'groups', size: 4, seed: 1 };
const singles: Pairing = { plan: 'singles' };
const models = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`);

const importText = (projectId: string, text: string, pairing: Pairing) =>
  importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing });

async function comparisonsOf(projectId: string) {
  const { rows } = await sql<{
    size: number;
    ids: string[];
    state: string;
    turn: number;
    sensitive: string[];
  }>`
    select cardinality(response_ids) as size, response_ids as ids, state, judge_turn as turn, sensitive
    from comparisons where project_id = ${projectId} order by rank`.execute(db.db);
  return rows;
}

describe('groups', () => {
  test('hold all responses of a prompt, in the order of the ids; more are dealt into several, and a note says so', async () => {
    const projectId = await fixture.newProject(rankMain);
    const job = await importText(
      projectId,
      [rowText(1, models(3)), rowText(2, models(10))].join('\n'),
      groups,
    );
    expect(job).toMatchObject({ state: 'succeeded', comparisonsAdded: 4, responsesAdded: 13 });
    expect(job.notes).toContainEqual(expect.objectContaining({ code: 'groups_split', count: 1 }));
    const stored = await comparisonsOf(projectId);
    expect(stored.map(({ size }) => size).sort()).toEqual([3, 3, 3, 4]);
    for (const { ids, state } of stored) {
      expect(ids).toEqual(ids.toSorted());
      expect(state).toBe('open');
    }
    expect(new Set(stored.flatMap(({ ids }) => ids)).size).toBe(13);
  });

  test('are added once, also when the responses come in another order', async () => {
    const projectId = await fixture.newProject(rankMain);
    await importText(projectId, rowText(1, models(10)), groups);
    expect(await importText(projectId, rowText(1, models(10).toReversed()), groups)).toMatchObject({
      rowsDuplicate: 1,
      comparisonsAdded: 0,
      responsesAdded: 0,
    });
    expect(await importText(projectId, rowText(1, models(3)), groups)).toMatchObject({ comparisonsAdded: 1 });
  });

  test('a check foretells them across chunks', async () => {
    const projectId = await fixture.newProject(rankMain);
    const ctx = fixture.contextOf(projectId);
    const text = [rowText(1, models(10)), rowText(1, models(10).toReversed()), rowText(2, models(2))].join(
      '\n',
    );
    const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
    await startCheck(ctx, { importId, pairing: groups });
    const signal = new AbortController().signal;
    await executeImport(services, { importId, turn: 1, signal, lastAttempt: true, chunkRows: 1 });
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'checked',
      comparisonsPlanned: 4,
      rowsDuplicate: 1,
    });
    expect(await comparisonsOf(projectId)).toEqual([]);
  });
});

test('singles are one comparison per response, also of rows with one', async () => {
  const projectId = await fixture.newProject(thumbsMain);
  const text = [rowText(1, ['a']), rowText(2, models(3))].join('\n');
  expect(await importText(projectId, text, singles)).toMatchObject({
    comparisonsAdded: 4,
    rowsRejected: 0,
  });
  expect((await comparisonsOf(projectId)).map(({ size }) => size)).toEqual([1, 1, 1, 1]);
  expect(await importText(projectId, text, singles)).toMatchObject({ rowsDuplicate: 2, comparisonsAdded: 0 });
});

test('the marks of a row go to its comparisons', async () => {
  const projectId = await fixture.newProject();
  const row = { ...JSON.parse(rowText(1, models(3))), judge_turn: 0, sensitive: ['violence', 'sexual'] };
  await importText(projectId, [JSON.stringify(row), rowText(2)].join('\n'), allPairs);
  expect((await comparisonsOf(projectId)).map(({ turn, sensitive }) => [turn, sensitive])).toEqual([
    ...Array.from({ length: 3 }, () => [0, ['sexual', 'violence']]),
    [null, []],
  ]);
});

test('what is added to a project with a share for agreement has its place in it', async () => {
  const projectId = await fixture.newProject();
  const overlap = { target: 3, shared: { percent: 30, judgments: 7 } };
  await updateProject(fixture.contextOf(projectId), { shared: overlap.shared });
  const rows = Array.from({ length: 60 }, (_, n) => rowText(n, models(3)));
  await importText(projectId, rows.join('\n'), allPairs);
  const added = await sql<{ id: string; target: number }>`
    select id, target_judgments as target from comparisons where project_id = ${projectId}`.execute(db.db);
  expect(added.rows.map(({ target }) => target)).toEqual(added.rows.map(({ id }) => targetOf(id, overlap)));
  expect(new Set(added.rows.map(({ target }) => target))).toEqual(new Set([3, 7]));
});

describe('a plan and the question of the project', () => {
  test('a plan for another kind of question is refused and changes nothing', async () => {
    const ctx = fixture.contextOf(await fixture.newProject(rankMain));
    const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(rowText(1)) });
    for (const pairing of [allPairs, singles]) {
      await expect(startRun(ctx, { importId, pairing })).rejects.toMatchObject({
        code: 'plan_unfit',
        detail: expect.stringContaining('groups'),
      });
      await expect(startCheck(ctx, { importId, pairing })).rejects.toMatchObject({ code: 'plan_unfit' });
    }
    expect(await getImport(ctx, importId)).toMatchObject({ state: 'uploaded', pairing: null });
  });

  test('ready pairs in a project of single answers are kept and rest until a question that fits', async () => {
    const projectId = await fixture.newProject(thumbsMain);
    const pair = { prompt: 'Q', response_a: 'x', response_b: 'y', model_a: 'a', model_b: 'b' };
    const job = await importText(projectId, [JSON.stringify(pair), rowText(1, ['a'])].join('\n'), singles);
    expect(job.notes).toContainEqual(expect.objectContaining({ code: 'comparisons_unfit', count: 1 }));
    expect((await comparisonsOf(projectId)).map(({ size, state }) => [size, state])).toEqual([
      [2, 'unfit'],
      [1, 'open'],
    ]);
    await publishQuestion(fixture.contextOf(projectId), {
      text: { en: 'Q', 'zh-CN': '问' },
      form: formOf(rankMain),
      basedOn: 1,
    });
    expect((await comparisonsOf(projectId)).map(({ state }) => state)).toEqual(['open', 'unfit']);
  });

  test('a question published while rows go in fits them too', async () => {
    const projectId = await fixture.newProject();
    const ctx = fixture.contextOf(projectId);
    const text = Array.from({ length: 400 }, (_, n) => rowText(n)).join('\n');
    const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
    await startRun(ctx, { importId, pairing: allPairs });
    const signal = new AbortController().signal;
    const imported = executeImport(services, { importId, turn: 1, signal, lastAttempt: true, chunkRows: 20 });
    const published = publishQuestion(ctx, {
      text: { en: 'Q', 'zh-CN': '问' },
      form: formOf(thumbsMain),
      basedOn: 1,
    });
    await Promise.all([imported, published]);
    const stored = await comparisonsOf(projectId);
    expect(stored).toHaveLength(400);
    expect(new Set(stored.map(({ state }) => state))).toEqual(new Set(['unfit']));
  });
});
