import { openPolicy } from '@pairwright/domain/routing/policy';
import { systemIds } from '@pairwright/runtime/ids';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { MainQuestion } from '@pairwright/contract/question-form';
import type { Pairing } from '@pairwright/contract/imports';
import type { Answer } from '@pairwright/contract/judgment';
import { submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { listGold, listGoldResults } from '../routing/gold.service.ts';
import { setRoutingPolicy } from '../routing/routing.service.ts';
import { returnComparison, withdrawComparison } from '../withdrawals/withdrawals.service.ts';
import { executeImport } from './import-engine.ts';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, openImportFixture, rankMain, thumbsMain } from './imports.fixture.ts';
import { getImport, listRejects, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

type Contents = readonly string[];
const row = (n: number, gold?: unknown, contents: Contents = ['right', 'wrong'], more: object = {}) =>
  JSON.stringify({
    messages: [{ role: 'user', content: `Question ${n}?` }],
    responses: contents.map((content, index) => ({ model: `m${index}`, content: `${content} ${n}` })),
    ...(gold === undefined ? {} : { gold }),
    ...more,
  });

const importText = (projectId: string, rows: readonly string[], pairing: Pairing = allPairs) =>
  importRows(services, { projectId, source: blocks(rows.join('\n')), filename: 'rows.jsonl', pairing });

const faultsOf = async (projectId: string, importId: string) =>
  (await listRejects(fixture.contextOf(projectId), { importId, limit: 50 })).items;

async function memberOf(projectId: string): Promise<ProjectContext> {
  const userId = systemIds.next();
  await sql`insert into users (id, kind, email, name) values (${userId}, 'person', ${`${userId}@example.org`}, 'Ann')`.execute(
    db.db,
  );
  await sql`insert into project_members (project_id, user_id, role) values (${projectId}, ${userId}, 'annotator')`.execute(
    db.db,
  );
  await sql`insert into guidelines (project_id, version, markdown) values (${projectId}, 1, 'Be fair.') on conflict do nothing`.execute(
    db.db,
  );
  await sql`update projects set state = 'active' where id = ${projectId}`.execute(db.db);
  const owner = fixture.contextOf(projectId);
  return { ...owner, role: 'annotator', actor: { ...owner.actor, userId, isOwner: false } };
}

const note = (code: string, count: number) => expect.objectContaining({ code, count });

describe('a known answer in the file', () => {
  test('of a comparison that is withdrawn brings it back to nobody: it is gold once it is returned', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, [row(1)]);
    const { rows } = await db.pool.query<{ id: string }>('select id from comparisons where project_id = $1', [
      projectId,
    ]);
    const comparisonId = rows[0]!.id;
    const owner = fixture.contextOf(projectId);
    await withdrawComparison(owner, { comparisonId, because: 'cut off' });
    const job = await importText(projectId, [row(1, { answer: { outcome: 'scale', position: 2 } })]);
    expect(job.notes).toEqual([note('gold_added', 1)]);
    const state = async () =>
      (await db.pool.query('select state from comparisons where id = $1', [comparisonId])).rows[0].state;
    expect(await state()).toBe('withdrawn');
    await returnComparison(owner, { comparisonId });
    expect([await state(), (await listGold(owner)).items.length]).toEqual(['closed', 1]);
  });

  test('is handed out as gold, graded by the side the row names, and never counts as ordinary work', async () => {
    const projectId = await fixture.newProject();
    const explanation = { en: 'The other one is wrong.', 'zh-CN': '另一个是错的。' };
    const job = await importText(projectId, [
      row(1, { answer: { outcome: 'scale', position: 2 }, explanation }),
      row(2),
      row(3),
    ]);
    expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 3, comparisonsAdded: 3 });
    expect(job.notes).toEqual([note('gold_added', 1)]);
    const owner = fixture.contextOf(projectId);
    const { items } = await listGold(owner);
    expect(items).toMatchObject([{ source: 'import', exam: false, explanation, questionVersion: 1 }]);
    await setRoutingPolicy(owner, {
      ...openPolicy,
      gold: { percent: 0, warmUp: { first: 1, gold: 1 }, exposures: 10, rules: [] },
    });
    const annotator = await memberOf(projectId);
    const [given] = (await claimAssignments(annotator, { count: 1 })).items;
    expect(given?.prompt[0]?.content).toBe('Question 1?');
    expect(JSON.stringify(given)).not.toMatch(/gold|explanation|other one/i);
    const right = given!.responses.findIndex(({ messages }) => messages[0]?.content === 'right 1');
    await submitJudgment(annotator, {
      ...submission(undefined, { answer: { outcome: 'scale', position: right === 0 ? 1 : 7 } }),
      assignmentId: given!.id,
    });
    const results = await listGoldResults(owner);
    expect(results.items).toMatchObject([{ gold: { correct: 1, total: 1 } }]);
    const stored =
      await sql`select state, judged from comparisons where project_id = ${projectId} order by rank`.execute(
        db.db,
      );
    expect(stored.rows).toEqual([
      { state: 'closed', judged: 0 },
      { state: 'open', judged: 0 },
      { state: 'open', judged: 0 },
    ]);
  });

  test('is added once; another answer for it changes nothing and is told', async () => {
    const projectId = await fixture.newProject();
    const rows = [row(1, 'a'), row(2, 'b'), row(3)];
    await importText(projectId, rows);
    const before = (await listGold(fixture.contextOf(projectId))).items;
    expect(before).toHaveLength(2);
    expect(await importText(projectId, rows)).toMatchObject({ rowsDuplicate: 3, notes: [] });
    const other = await importText(projectId, [row(1, 'tie'), row(2, { answer: 'b', exam: true })]);
    expect(other).toMatchObject({ rowsDuplicate: 2, notes: [note('gold_kept', 2)] });
    expect((await listGold(fixture.contextOf(projectId))).items).toEqual(before);
  });

  test('makes a comparison gold that is there already, whatever the order of its responses', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, [row(1), row(2)]);
    const turned = JSON.stringify({
      messages: [{ role: 'user', content: 'Question 1?' }],
      responses: [
        { model: 'm1', content: 'wrong 1' },
        { model: 'm0', content: 'right 1' },
      ],
      gold: 'b',
    });
    const job = await importText(projectId, [turned]);
    expect(job).toMatchObject({ rowsAccepted: 1, comparisonsAdded: 0, notes: [note('gold_added', 1)] });
    const { rows } = await sql<{ expected: Answer; first: string; state: string }>`
      select g.expected, r.model as first, c.state from gold_items g join comparisons c on c.id = g.comparison_id
      join responses r on r.id = c.response_ids[1] where g.project_id = ${projectId}`.execute(db.db);
    expect(rows).toEqual([
      {
        expected: { outcome: 'scale', position: rows[0]?.first === 'm0' ? 3 : 5 },
        first: rows[0]?.first,
        state: 'closed',
      },
    ]);
  });

  test('is left aside for an example of the practice round', async () => {
    const projectId = await fixture.newProject();
    await importText(projectId, [row(1)]);
    const [comparison] = (
      await sql<{ id: string }>`select id from comparisons where project_id = ${projectId}`.execute(db.db)
    ).rows;
    await setPracticeExample(fixture.contextOf(projectId), {
      comparisonId: comparison!.id,
      answer: { outcome: 'tie' },
      explanation: { en: 'Both.', 'zh-CN': '都可以。' },
    });
    const job = await importText(projectId, [row(1, 'a')]);
    expect(job).toMatchObject({ rowsDuplicate: 1, notes: [note('gold_practice', 1)] });
    expect((await listGold(fixture.contextOf(projectId))).items).toEqual([]);
  });

  test('must be an answer of the question; the others of the file go in', async () => {
    const projectId = await fixture.newProject();
    const job = await importText(projectId, [
      row(1, { answer: { outcome: 'scale', position: 8 } }),
      row(2, 'b'),
      row(3, { answer: { outcome: 'thumbs', up: true } }, undefined, { strange: 1 }),
      row(4, 'a', ['one', 'two', 'three']),
      row(5, { answer: 'a', reason: 'x' }),
      row(6, 'a', ['same', 'same']),
    ]);
    expect(job).toMatchObject({ rowsAccepted: 1, rowsRejected: 5, comparisonsAdded: 1 });
    expect(job.notes).toEqual([note('gold_added', 1)]);
    const faults = await faultsOf(projectId, job.id);
    expect(faults.map(({ line, path, code, value }) => ({ line, path, code, value }))).toEqual([
      { line: 1, path: '$.gold', code: 'gold_unfit', value: '{"outcome":"scale","position":8}' },
      { line: 3, path: '$.gold', code: 'gold_unfit', value: '{"outcome":"thumbs","up":true}' },
      { line: 4, path: '$.gold', code: 'gold_several', value: '"a"' },
      { line: 5, path: '$.gold.reason', code: 'gold_shape', value: '"x"' },
      { line: 6, path: '$.gold', code: 'gold_several', value: '"a"' },
    ]);
    expect(faults[0]?.rule).toBe('the question of the project has the positions 1 to 7');
    for (const { rule, fix } of faults) expect([rule, fix].join('')).not.toBe('');
  });

  const steps: MainQuestion = {
    kind: 'single',
    ask: 'steps',
    stopAtFirstError: true,
    allowCannotJudge: false,
  };
  test.each<{
    kind: string;
    main: MainQuestion;
    pairing: Pairing;
    contents: Contents;
    fits: Answer;
    not: Answer;
  }>([
    {
      kind: 'a ranking',
      main: rankMain,
      pairing: { plan: 'groups', size: 4, seed: 1 },
      contents: ['x', 'y', 'z'],
      fits: { outcome: 'ranking', ranks: [2, 1, 2] },
      not: { outcome: 'ranking', ranks: [1, 2] },
    },
    {
      kind: 'thumbs',
      main: thumbsMain,
      pairing: { plan: 'singles' },
      contents: ['x'],
      fits: { outcome: 'thumbs', up: false },
      not: { outcome: 'tie' },
    },
    {
      kind: 'steps',
      main: steps,
      pairing: { plan: 'singles' },
      contents: ['One.\n\nTwo.\n\nThree'],
      fits: { outcome: 'steps', labels: ['right', 'wrong'] },
      not: { outcome: 'steps', labels: ['right', 'right'] },
    },
  ])('may be one of $kind', async ({ main, pairing, contents, fits, not }) => {
    const projectId = await fixture.newProject(main);
    const job = await importText(
      projectId,
      [row(1, { answer: fits }, contents), row(2, { answer: not }, contents)],
      pairing,
    );
    expect(job).toMatchObject({ rowsAccepted: 1, rowsRejected: 1, notes: [note('gold_added', 1)] });
    expect((await faultsOf(projectId, job.id)).map(({ line, code }) => ({ line, code }))).toEqual([
      { line: 2, code: 'gold_unfit' },
    ]);
    expect((await listGold(fixture.contextOf(projectId))).items).toMatchObject([{ expected: fits }]);
  });
});

describe('who brings it', () => {
  const text = [row(1, 'a'), row(2)].join('\n');
  const turn = async (ctx: ProjectContext, importId: string, start: typeof startCheck) => {
    await start(ctx, { importId, pairing: allPairs });
    const { turn: number } = await sql<{ turn: number }>`select turn from imports where id = ${importId}`
      .execute(db.db)
      .then(({ rows }) => rows[0]!);
    await executeImport(services, {
      importId,
      turn: number,
      signal: new AbortController().signal,
      lastAttempt: true,
    });
    return getImport(ctx, importId);
  };
  const upload = (ctx: ProjectContext) => receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });

  test('manages the project: others have the row left out with a remedy, in the check and in the run', async () => {
    const projectId = await fixture.newProject();
    const owner = fixture.contextOf(projectId);
    const others: ProjectContext[] = [
      { ...owner, role: 'researcher' },
      { ...owner, actor: { ...owner.actor, via: 'token', scopes: new Set(['import', 'read']) } },
    ];
    for (const ctx of others) {
      const { id: importId } = await upload(ctx);
      for (const start of [startCheck, startRun]) {
        const job = await turn(ctx, importId, start);
        expect(job).toMatchObject({ rowsRejected: 1, notes: [] });
        expect(await faultsOf(projectId, importId)).toMatchObject([{ line: 1, code: 'gold_not_allowed' }]);
      }
    }
    const { id: importId } = await upload(owner);
    expect(await turn(owner, importId, startCheck)).toMatchObject({
      rowsRejected: 0,
      rowsAccepted: 1,
      comparisonsPlanned: 1,
      notes: [note('gold_added', 1)],
    });
    expect((await listGold(owner)).items).toEqual([]);
    expect(await turn(owner, importId, startRun)).toMatchObject({
      state: 'succeeded',
      notes: [note('gold_added', 1)],
    });
    expect((await listGold(owner)).items).toHaveLength(1);
  });
});
