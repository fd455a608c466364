import type { Pairing } from '@pairwright/contract/imports';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { type Recipe, recipe } from '@pairwright/contract/recipe';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { previewRecipe } from '../../datasets/preview.service.ts';
import { refreshProject } from '../../resolutions/keep-labels.service.ts';
import { readOverviewRows } from '../../statistics/overview/overview.queries.ts';
import { provedSession } from '../../auth/proved.fixture.ts';
import { eraseImportedName } from '../../own-data/erase-imported-name.service.ts';
import { runUntilBroken } from '../break-off.fixture.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, openImportFixture, rankMain, thumbsMain } from '../imports.fixture.ts';
import { getImport, startCheck, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;
const never = new AbortController().signal;

interface Given {
  readonly rows: readonly unknown[];
  readonly pairing?: Pairing;
  readonly event?: 'check' | 'run';
}

async function importInto(projectId: string, { rows, pairing = allPairs, event = 'run' }: Given) {
  const ctx = fixture.contextOf(projectId);
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  await (event === 'run' ? startRun : startCheck)(ctx, { importId, pairing });
  await executeImport(services, { importId, turn: 1, signal: never, lastAttempt: true });
  return getImport(ctx, importId);
}

const notesOf = (job: { notes: readonly { code: string; count: number }[] }) =>
  Object.fromEntries(job.notes.map(({ code, count }) => [code, count]));

interface Vote {
  readonly who: string | null;
  readonly judge: string | null;
  readonly said: string;
  readonly repeat: number;
  readonly outcome: string;
  /** Towards model or response `x` where negative. */
  readonly strength: number | null;
  readonly ranks: (number | null)[] | null;
  readonly left: string;
}

/** What is stored, told by the models of the responses instead of by ids. */
async function votesOf(projectId: string): Promise<Vote[]> {
  const { rows } = await sql<Vote & { first: string; models: string[] }>`
    select i.external_name as who, i.judge, u.name as said, a.repeat_number as repeat, j.outcome, j.strength, j.ranks,
      (select array_agg(r.model order by array_position(c.response_ids, r.id)) from responses r where r.id = any(c.response_ids)) as models,
      (select r.model from responses r where r.id = c.response_ids[a.presented_order[1] + 1]) as left
    from judgments j join assignments a on a.judgment_id = j.id join comparisons c on c.id = j.comparison_id
      join users u on u.id = j.annotator_id join imported_annotators i on i.user_id = u.id
    where j.project_id = ${projectId} and a.kind = 'imported' and j.source = 'import' and u.kind = 'imported'
    order by c.rank, i.external_name, i.slot, a.repeat_number`.execute(db.db);
  return rows.map(({ models, first: _first, ...vote }) => ({
    ...vote,
    strength: vote.strength !== null && models[0]! > models[1]! ? -vote.strength : vote.strength,
    ranks: vote.ranks && models.toSorted().map((model) => vote.ranks?.[models.indexOf(model)] ?? null),
  }));
}

const counters = async (projectId: string) =>
  (
    await sql<{ judged: number; target: number; issued: number }>`
      select judged, target_judgments as target, issued from comparisons where project_id = ${projectId} order by rank`.execute(
      db.db,
    )
  ).rows;

const turns = (question: string, answer: string) => [
  { role: 'user', content: question },
  { role: 'assistant', content: answer },
];
const judgment = (n: number, { judge, winner }: { judge: string; winner: string }) => ({
  question_id: n,
  model_a: 'x',
  model_b: 'y',
  winner,
  judge,
  conversation_a: turns(`Question ${n}?`, `X ${n}`),
  conversation_b: turns(`Question ${n}?`, `Y ${n}`),
  turn: 1,
});

describe('judgments of an arena', () => {
  const rows = [
    judgment(1, { judge: 'expert_1', winner: 'model_a' }),
    judgment(1, { judge: 'gpt4_pair', winner: 'model_b' }),
    judgment(2, { judge: 'expert_1', winner: 'tie' }),
    // The same judge said it again, and then something else.
    judgment(1, { judge: 'expert_1', winner: 'model_a' }),
    judgment(1, { judge: 'expert_1', winner: 'model_b' }),
  ];

  test('are past judgments of their judges, a model among them, as they were shown', async () => {
    const projectId = await fixture.newProject();
    const job = await importInto(projectId, { rows });
    expect(job).toMatchObject({ state: 'succeeded', rowsRejected: 0, comparisonsAdded: 2, votesAdded: 4 });
    expect(notesOf(job)).toMatchObject({ votes_there: 1, rows_joined: 2 });
    const plain = { ranks: null, left: 'x' };
    expect(await votesOf(projectId)).toEqual([
      {
        who: 'expert_1',
        said: 'expert_1',
        judge: 'human',
        repeat: 0,
        outcome: 'preference',
        strength: -1,
        ...plain,
      },
      {
        who: 'expert_1',
        said: 'expert_1',
        judge: 'human',
        repeat: 1,
        outcome: 'preference',
        strength: 1,
        ...plain,
      },
      {
        who: 'gpt4_pair',
        said: 'gpt4_pair',
        judge: 'model',
        repeat: 0,
        outcome: 'preference',
        strength: 1,
        ...plain,
      },
      { who: 'expert_1', said: 'expert_1', judge: 'human', repeat: 0, outcome: 'tie', strength: 0, ...plain },
    ]);
  });

  test('count for labels and exports, and never as work that is paid', async () => {
    const projectId = await fixture.newProject();
    await importInto(projectId, { rows });
    expect(await counters(projectId)).toEqual([
      { judged: 2, target: 3, issued: 3 },
      { judged: 1, target: 3, issued: 1 },
    ]);
    await refreshProject(services, { projectId, learn: false, signal: never });
    const { rows: labels } = await sql<{ result: string; votes: number }>`
      select r.result, r.votes_used as votes from resolutions r join comparisons c on c.id = r.comparison_id
      where r.project_id = ${projectId} order by c.rank`.execute(db.db);
    expect(labels).toEqual([
      { result: 'contested', votes: 2 },
      { result: 'tie', votes: 1 },
    ]);
    const { outcomes, paid } = await readOverviewRows(db.db, projectId);
    expect(outcomes.reduce((sum, { n }) => sum + n, 0)).toBe(3);
    expect(paid).toEqual([]);
    const preview = await previewRecipe(fixture.contextOf(projectId), {
      recipe: recipe.parse({ aggregation: 'each_vote' }),
      format: 'trl-implicit',
    });
    expect(preview.lines).toHaveLength(2);
    const judges = async (...groups: Recipe['filters']['judges']) => {
      const filters = { judges: groups };
      const given = { recipe: recipe.parse({ filters, ties: 'keep' }), format: 'trl-implicit' as const };
      return (await previewRecipe(fixture.contextOf(projectId), given)).rows;
    };
    expect([await judges('model'), await judges('imported'), await judges('annotator')]).toEqual([1, 2, 0]);
  });

  test('come once, however often the file is imported, broken off or checked', async () => {
    const projectId = await fixture.newProject();
    await importInto(projectId, { rows });
    const before = { votes: await votesOf(projectId), counters: await counters(projectId) };
    expect(await importInto(projectId, { rows, event: 'check' })).toMatchObject({
      votesAdded: 0,
      rowsAccepted: 0,
    });
    const again = await importInto(projectId, { rows });
    expect(again).toMatchObject({ votesAdded: 0, rowsAccepted: 0, rowsDuplicate: 3, comparisonsAdded: 0 });
    expect(notesOf(again)).toMatchObject({ votes_there: 5 });
    expect({ votes: await votesOf(projectId), counters: await counters(projectId) }).toEqual(before);

    const disturbed = await fixture.newProject();
    const ctx = fixture.contextOf(disturbed);
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
    await startRun(ctx, { importId, pairing: allPairs });
    let broken = 0;
    while ((await getImport(ctx, importId)).state !== 'succeeded')
      if (await runUntilBroken(services, importId, { chunks: 1, chunkRows: 1 })) broken += 1;
    expect(broken).toBeGreaterThan(1);
    expect(await votesOf(disturbed)).toEqual(before.votes);
    expect(await counters(disturbed)).toEqual(before.counters);
  });

  test('a check counts them before', async () => {
    const job = await importInto(await fixture.newProject(), { rows, event: 'check' });
    expect(job).toMatchObject({ state: 'checked', votesAdded: 4 });
  });

  test('of more judges than asked for raise the target, and ask for no more', async () => {
    const projectId = await fixture.newProject();
    const many = Array.from({ length: 5 }, (_, n) =>
      judgment(1, { judge: `expert_${n}`, winner: 'model_a' }),
    );
    await importInto(projectId, { rows: many });
    expect(await counters(projectId)).toEqual([{ judged: 5, target: 5, issued: 5 }]);
  });
});

const scored = (scores: readonly number[], said: string) => ({
  context: [{ role: 'user', content: said }],
  response1: 'one',
  response2: 'two',
  overall_preference: 0,
  individual_preference: scores.map((score) => ({ score, reasoning: 'because' })),
});

describe('the name of a judge', () => {
  const mail = 'lea@elsewhere.example';
  const rows = [judgment(1, { judge: mail, winner: 'model_a' }), judgment(2, { judge: mail, winner: 'tie' })];
  const idOf = async (projectId: string) =>
    (await votersOf(projectId)).find(({ name }) => name === mail)?.id ?? '';
  const votersOf = (projectId: string) =>
    db.db
      .selectFrom('imported_annotators as i')
      .innerJoin('users as u', 'u.id', 'i.user_id')
      .select(['u.id', 'u.name', 'i.external_name as externalName', 'u.erased_at as erasedAt'])
      .where('i.project_id', '=', projectId)
      .orderBy('u.id')
      .execute();
  const erase = async (projectId: string, userId: string, name = mail) => {
    const ctx = fixture.contextOf(projectId);
    const proof = await provedSession(ctx.db.db, ctx.actor.userId);
    return eraseImportedName(ctx, { userId, name, proof });
  };

  test('is erased, and the judgments stay; a file that names them again makes somebody new', async () => {
    const projectId = await fixture.newProject();
    expect(await importInto(projectId, { rows })).toMatchObject({ votesAdded: 2 });
    const userId = await idOf(projectId);
    const given = async () =>
      (
        await sql`select * from judgments where project_id = ${projectId} and annotator_id = ${userId} order by id`.execute(
          db.db,
        )
      ).rows;
    const before = await given();
    expect(before).toHaveLength(2);
    await expect(erase(projectId, userId, 'somebody else')).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const elsewhere = await fixture.newProject();
    await expect(erase(elsewhere, userId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await idOf(projectId)).toBe(userId);
    await erase(projectId, userId);
    expect(await given()).toEqual(before);
    const [erased] = await votersOf(projectId);
    expect(erased).toMatchObject({ id: userId, name: expect.stringMatching(/^annotator-[0-9a-f]{12}$/) });
    // Longer than any name in a file may be.
    expect(erased?.externalName?.length).toBeGreaterThan(200);
    await expect(erase(projectId, userId, erased?.name)).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await importInto(projectId, { rows })).toMatchObject({ votesAdded: 2 });
    const again = await votersOf(projectId);
    expect(again.map(({ name }) => name)).toEqual([erased?.name, mail]);
    expect(await given()).toEqual(before);
  });

  test('is not there to erase where the file named nobody, nor of somebody who works here', async () => {
    const projectId = await fixture.newProject();
    await importInto(projectId, { rows: [scored([1], 'a')] });
    const [nobody] = await votersOf(projectId);
    expect(nobody?.externalName).toBeNull();
    await expect(erase(projectId, nobody!.id, nobody!.name)).rejects.toMatchObject({ code: 'wrong_state' });
    const { userId } = fixture.contextOf(projectId).actor;
    await expect(erase(projectId, userId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('votes of nobody in particular', () => {
  test('are of different people on one comparison; equal ones are each kept, and come once', async () => {
    const projectId = await fixture.newProject();
    const rows = [scored([-3, -3, 1], 'a'), scored([2], 'b')];
    expect(await importInto(projectId, { rows })).toMatchObject({ votesAdded: 4 });
    const stored = await votesOf(projectId);
    expect(stored.map(({ said, repeat }) => [said, repeat])).toEqual([
      ['unnamed 1', 0],
      ['unnamed 2', 0],
      ['unnamed 3', 0],
      ['unnamed 1', 0],
    ]);
    expect(stored.map(({ strength }) => Math.abs(strength ?? 0)).sort()).toEqual([1, 2, 3, 3]);
    expect(await importInto(projectId, { rows })).toMatchObject({ votesAdded: 0 });
    expect(await importInto(projectId, { rows: [scored([-3, -3, -3, 1], 'a')] })).toMatchObject({
      votesAdded: 1,
    });
  });

  test('who chose where "chosen" stands first says nothing of sides', async () => {
    const projectId = await fixture.newProject();
    const rows = Array.from({ length: 60 }, (_, n) => ({
      prompt: `Question ${n}?`,
      chosen: `Good ${n}`,
      rejected: `Poor ${n}`,
    }));
    await importInto(projectId, { rows });
    const { outcomes } = await readOverviewRows(db.db, projectId);
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]!.n).toBe(60);
    expect(outcomes[0]!.leftPicks).toBeGreaterThan(10);
    expect(outcomes[0]!.leftPicks).toBeLessThan(50);
  });
});

const nectar = (ranks: readonly number[]) => ({
  prompt: '\n\nHuman: Why?\n\nAssistant: ',
  answers: ranks.map((rank, n) => ({ answer: `Answer ${n}`, model: `m${n}`, rank })),
  turns: 1,
  num_responses: ranks.length,
  source: ['s'],
  good_natured: true,
});

describe('a ranking', () => {
  test('is one where rankings are asked for', async () => {
    const projectId = await fixture.newProject(rankMain);
    const pairing: Pairing = { plan: 'groups', size: 9, seed: 0 };
    expect(await importInto(projectId, { rows: [nectar([3, 1, 2])], pairing })).toMatchObject({
      votesAdded: 1,
    });
    expect(await votesOf(projectId)).toMatchObject([{ outcome: 'ranking', ranks: [3, 1, 2] }]);
  });

  test('is a preference for each pair where pairs are asked for', async () => {
    const projectId = await fixture.newProject();
    expect(await importInto(projectId, { rows: [nectar([3, 1, 1])] })).toMatchObject({
      comparisonsAdded: 3,
      votesAdded: 3,
    });
    expect((await votesOf(projectId)).map(({ outcome, strength }) => [outcome, strength])).toEqual([
      ['preference', 1],
      ['preference', 1],
      ['tie', 0],
    ]);
  });
});

test('what the question does not ask is told and left out; the rows go in', async () => {
  const forced: MainQuestion = {
    kind: 'pair',
    scale: { points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false },
    levels: null,
  };
  const projectId = await fixture.newProject(forced);
  const rows = [
    judgment(1, { judge: 'e', winner: 'tie' }),
    judgment(2, { judge: 'e', winner: 'tie (bothbad)' }),
    judgment(3, { judge: 'e', winner: 'model_b' }),
  ];
  const job = await importInto(projectId, { rows });
  expect(job).toMatchObject({ rowsAccepted: 3, comparisonsAdded: 3, votesAdded: 1 });
  expect(notesOf(job)).toMatchObject({ votes_unfit: 2 });
  expect(await votesOf(projectId)).toMatchObject([{ strength: 3 }]);
});

test('a strength that the scale has no place for is kept as it is', async () => {
  const five: MainQuestion = {
    kind: 'pair',
    scale: { points: 5, allowTie: true, allowBothBad: false, allowCannotJudge: false },
    levels: null,
  };
  const projectId = await fixture.newProject(five);
  await importInto(projectId, { rows: [scored([-2], 'a')] });
  const stored = await votesOf(projectId);
  expect(stored.map(({ strength }) => Math.abs(strength ?? 0))).toEqual([2]);
});

test('thumbs are answers to one response', async () => {
  const projectId = await fixture.newProject(thumbsMain);
  const rows = [true, false].map((label, n) => ({
    prompt: [{ role: 'user', content: `Q${n}` }],
    completion: [{ role: 'assistant', content: `A${n}` }],
    label,
  }));
  expect(await importInto(projectId, { rows, pairing: { plan: 'singles' } })).toMatchObject({
    votesAdded: 2,
  });
  expect((await votesOf(projectId)).map(({ outcome }) => outcome)).toEqual(['thumbs_up', 'thumbs_down']);
});

test('votes on responses that the plan does not compare are told', async () => {
  const projectId = await fixture.newProject();
  const votes = [{ annotator: 'p', kind: 'human', of: [1, 2], outcome: 'a' }];
  const row = {
    messages: [{ role: 'user', content: 'Q' }],
    responses: ['a', 'b', 'c'].map((model) => ({ model, content: model })),
    votes,
  };
  const job = await importInto(projectId, { rows: [row], pairing: { plan: 'against_baseline', model: 'a' } });
  expect(job).toMatchObject({ rowsAccepted: 1, comparisonsAdded: 2, votesAdded: 0 });
  expect(notesOf(job)).toMatchObject({ votes_unplanned: 1 });
});
