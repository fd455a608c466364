import { afterAll, beforeAll, expect, it } from 'vitest';
import type { QueueItem, ReviewCase } from '@pairwright/contract/review';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let admin: Person;
/** Decides nothing, so that nothing is kept back from them. */
let researcher: Person;
let reviewers: Person[];
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

/** A project whose comparisons have two votes each with these strengths, in the order of work. */
async function stage(votes: readonly (readonly [number, number])[]): Promise<void> {
  project = await createProject(kit.database, { comparisons: votes.length, target: 2, annotators: 2 });
  for (const [first, second] of votes) {
    await judgeNext(kit.database, project, { annotator: 0, strength: first, rationale: 'first said why' });
    await judgeNext(kit.database, project, { annotator: 1, strength: second });
  }
  admin = await kit.addMember(project.projectId, 'admin');
  researcher = await kit.addMember(project.projectId, 'researcher');
  reviewers = await Promise.all([1, 2, 3].map(() => kit.addMember(project.projectId, 'reviewer')));
}

async function ask(person: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
  const answer = await kit.call(person, method, `/projects/${project.projectId}${path}`, body);
  return { status: answer.statusCode, text: answer.body, json: answer.json() };
}
const casePath = (comparisonId: string) => `/review/cases/${comparisonId}`;

/** Decides as this strength in canonical order. */
async function decide(person: Person, comparisonId: string, strength: number, more = {}) {
  const shown = (await ask(person, 'GET', casePath(comparisonId))).json as ReviewCase;
  const position = 4 + (shown.presentedOrder[0] === 0 ? strength : -strength);
  return ask(person, 'POST', `${casePath(comparisonId)}/decision`, {
    id: kit.services.ids.next(),
    questionVersion: 1,
    answer: { outcome: 'scale', position },
    confidence: 'high',
    cause: 'ambiguous',
    note: null,
    promoteToGold: false,
    ...more,
  });
}

it('orders the queue by disagreement times value and leaves out what all agree on', async () => {
  await stage([
    [-1, -1],
    [-3, -1],
    [-3, 3],
  ]);
  const [reviewer] = reviewers as [Person];
  const { json } = await ask(reviewer, 'GET', '/review/queue?limit=1');
  expect(json.items.map((item: { comparisonId: string }) => item.comparisonId)).toEqual([
    project.comparisonIds[2],
  ]);
  expect(json.summary).toEqual({ overlapping: 3, unanimous: 1, waiting: 2, decided: 0, ownWork: 0 });
  const next = await ask(reviewer, 'GET', `/review/queue?limit=1&cursor=${json.nextCursor}`);
  expect(next.json).toMatchObject({
    items: [{ comparisonId: project.comparisonIds[1], votes: 2 }],
    nextCursor: null,
  });
  const narrow = await ask(reviewer, 'GET', '/review/queue?show=contradicting');
  expect(narrow.json.items).toHaveLength(1);

  // Priority is value too: 0.5 * 1.5 * 4 goes before 1 * 1.5, and the batch's holds where a comparison has none of its own.
  const order = async (): Promise<[string, number][]> => {
    const all = await ask(reviewer, 'GET', '/review/queue');
    return all.json.items.map((item: QueueItem) => [item.comparisonId, item.priority]);
  };
  const [, mild, hard] = project.comparisonIds as [string, string, string];
  const { pool } = kit.database;
  await pool.query('update comparisons set priority = 100 where id = $1', [mild]);
  expect(await order()).toEqual([
    [mild, 100],
    [hard, 0],
  ]);
  await pool.query('update batches set priority = 100 where project_id = $1', [project.projectId]);
  expect(await order()).toEqual([
    [hard, 100],
    [mild, 100],
  ]);
  await pool.query('update batches set priority = -100 where project_id = $1', [project.projectId]);
  expect(await order()).toEqual([
    [mild, 100],
    [hard, -100],
  ]);
});

it('keeps votes, reasons, names and models back until the reviewer has decided or asked', async () => {
  await stage([[-3, 3]]);
  const [comparisonId = ''] = project.comparisonIds;
  const [first, second] = reviewers as [Person, Person];
  const blind = await ask(first, 'GET', casePath(comparisonId));
  expect(blind.json).toMatchObject({ blind: true, revealed: null, mine: null, decisions: 0, settled: false });
  for (const secret of ['secret-model', 'first said why', project.annotators[0]?.actor.userId])
    expect(blind.text).not.toContain(secret);
  const judgmentId = kit.services.ids.next();
  expect(
    (await ask(first, 'POST', `${casePath(comparisonId)}/send-back`, { judgmentId, message: 'x' })).json.code,
  ).toBe('wrong_state');

  const shown = await ask(second, 'POST', `${casePath(comparisonId)}/reveal`);
  expect(shown.json.revealed).toMatchObject({
    models: ['secret-model-a', 'secret-model-b'],
    votes: [{ strength: -3, rationale: 'first said why' }, { strength: 3 }],
  });
  // Asking twice is one event, and what somebody else saw is not shown to me.
  await ask(second, 'POST', `${casePath(comparisonId)}/reveal`);
  expect((await ask(first, 'GET', casePath(comparisonId))).json.revealed).toBeNull();
  const events = await ask(admin, 'GET', '/review/events');
  expect(events.json.items).toMatchObject([{ kind: 'revealed', comparisonId }]);

  const decided = await decide(second, comparisonId, -2, {
    cause: 'guideline_gap',
    note: 'Say what counts.',
    promoteToGold: true,
  });
  expect(decided.json).toMatchObject({
    status: 'settled',
    case: {
      settled: true,
      gold: true,
      mine: { strength: -2, cause: 'guideline_gap', confidence: 'high', revealed: true, promoteToGold: true },
      revealed: {
        resolution: { method: 'adjudicated', result: 'winner', winner: 0, strength: -2, votesUsed: 2 },
      },
    },
  });
  const list = await ask(admin, 'GET', '/resolutions?method=adjudicated');
  expect(list.json.items).toMatchObject([{ comparisonId, winner: 0 }]);
  // Asked for as gold, it is: with the mildest answer on the side that was decided.
  expect((await ask(admin, 'GET', '/gold')).json.items).toMatchObject([
    { comparisonId, source: 'adjudicated', expected: { outcome: 'scale', position: 3 } },
  ]);
  expect((await ask(first, 'GET', '/review/queue')).json).toMatchObject({
    items: [],
    summary: { waiting: 0, decided: 1 },
  });
});

it('tells who asked for a gold comparison where the decision could make none, and nobody who did not ask', async () => {
  await stage([
    [-3, 3],
    [-3, 3],
  ]);
  const [example = '', plain = ''] = project.comparisonIds;
  const [first, second] = reviewers as [Person, Person];
  await kit.database.pool.query(
    `insert into practice_examples (id, project_id, comparison_id, expected, explanation_en, explanation_zh)
     values ($1, $2, $3, '{"outcome":"scale","position":1}', 'Because.', '因为。')`,
    [kit.services.ids.next(), project.projectId, example],
  );
  const decided = await decide(first, example, -1, { promoteToGold: true });
  expect(decided.json).toMatchObject({ status: 'settled', case: { settled: true, gold: false } });
  expect((await ask(admin, 'GET', '/gold')).json.items).toEqual([]);
  // It stays so for whoever looks later.
  expect((await ask(second, 'GET', casePath(example))).json.gold).toBe(false);
  expect((await ask(first, 'GET', casePath(plain))).json.gold).toBeNull();
  expect((await decide(first, plain, -1)).json.case.gold).toBeNull();
});

it('never overwrites: who comes second is shown the first, also at the same moment', async () => {
  await stage([[-3, 3]]);
  const [comparisonId = ''] = project.comparisonIds;
  const answers = await Promise.all(
    reviewers.map((reviewer, index) => decide(reviewer, comparisonId, [-3, 2, 1][index] as number)),
  );
  expect(answers.map(({ json }) => json.status).sort()).toEqual(['conflict', 'conflict', 'settled']);
  const winner = answers.find(({ json }) => json.status === 'settled');
  const strength = winner?.json.case.mine.strength;
  const loser = answers.find(({ json }) => json.status === 'conflict');
  expect(loser?.json.case).toMatchObject({
    mine: null,
    revealed: { adjudications: [{ strength, mine: false }] },
  });
  const { rows } = await kit.database.pool.query(
    'select strength from adjudications where comparison_id = $1',
    [comparisonId],
  );
  expect(rows).toEqual([{ strength }]);
});

it('is sent once however often it is sent, and cannot be decided otherwise afterwards', async () => {
  await stage([[-3, 3]]);
  const [comparisonId = ''] = project.comparisonIds;
  const [reviewer] = reviewers as [Person];
  const id = kit.services.ids.next();
  expect((await decide(reviewer, comparisonId, -2, { id })).json.status).toBe('settled');
  expect((await decide(reviewer, comparisonId, -2, { id })).json.status).toBe('settled');
  expect((await decide(reviewer, comparisonId, 2)).json.code).toBe('wrong_state');
  expect((await decide(reviewer, comparisonId, 0, { answer: { outcome: 'cannot_judge' } })).json.code).toBe(
    'wrong_state',
  );
});

it('waits for two reviewers who agree, or for a third', async () => {
  await stage([
    [-3, 3],
    [-2, 2],
  ]);
  const [agreed = '', split = ''] = project.comparisonIds;
  const [one, two, three] = reviewers as [Person, Person, Person];
  const settings = { method: 'majority', blind: true, reviewers: 2, ownWork: false };
  expect((await ask(admin, 'PUT', '/review/settings', settings)).json).toEqual(settings);
  expect((await ask(one, 'PUT', '/review/settings', settings)).status).toBe(404);

  expect((await decide(one, agreed, -3)).json).toMatchObject({
    status: 'waiting',
    case: { decisions: 1, settled: false },
  });
  // What the first decided is not told to the second, who finds it waiting.
  expect((await ask(two, 'GET', '/review/queue?show=second')).json.items).toMatchObject([
    { comparisonId: agreed, decisions: 1, mine: false },
  ]);
  expect((await ask(one, 'GET', '/review/queue')).json.items).toMatchObject([{ comparisonId: split }]);
  expect((await ask(two, 'GET', casePath(agreed))).json).toMatchObject({ decisions: 1, revealed: null });
  expect((await decide(two, agreed, -1)).json).toMatchObject({
    status: 'settled',
    case: { revealed: { resolution: { winner: 0, strength: -2, method: 'adjudicated' } } },
  });

  await decide(one, split, -2);
  expect((await decide(two, split, 2)).json.status).toBe('waiting');
  expect((await decide(three, split, 1)).json).toMatchObject({
    status: 'settled',
    case: { revealed: { resolution: { winner: 1, strength: 1 } } },
  });
});

it('sends back, is disputed, and withdraws a decision where the annotator was right', async () => {
  await stage([[-3, 3]]);
  const [comparisonId = ''] = project.comparisonIds;
  const [reviewer] = reviewers as [Person];
  const annotator = project.annotators[1]!.actor.userId;
  const { json } = await decide(reviewer, comparisonId, -2);
  const vote = json.case.revealed.votes.find((one: { strength: number }) => one.strength === 3);
  const sent = await ask(reviewer, 'POST', `${casePath(comparisonId)}/send-back`, {
    judgmentId: vote.judgmentId,
    message: 'Read the second sentence.',
  });
  expect(sent.status).toBe(201);
  expect(
    (await ask(admin, 'POST', `/feedback/${sent.json.id}/answer`, { answer: 'Why?', upheld: false })).json
      .code,
  ).toBe('wrong_state');
  await kit.database.pool.query(
    `update feedback set disputed = true, reply = 'I am right.' where id = $1 and annotator_id = $2`,
    [sent.json.id, annotator],
  );
  expect((await ask(reviewer, 'GET', '/review/disputes')).json.items).toMatchObject([
    { id: sent.json.id, comparisonId, reply: 'I am right.' },
  ]);
  expect(
    (await ask(reviewer, 'POST', `/feedback/${sent.json.id}/answer`, { answer: 'x', upheld: true })).status,
  ).toBe(404);
  const answered = await ask(admin, 'POST', `/feedback/${sent.json.id}/answer`, {
    answer: 'You are.',
    upheld: true,
  });
  expect(answered.json).toMatchObject({ answer: 'You are.', upheld: true, settledAt: expect.any(String) });
  expect((await ask(researcher, 'GET', `/comparisons/${comparisonId}/resolution`)).json).toMatchObject({
    method: 'majority',
    result: 'contested',
  });
  // A new turn: the same reviewer may decide again, and the former decision stays on record.
  expect((await decide(reviewer, comparisonId, 3)).json.status).toBe('settled');
  expect((await ask(reviewer, 'POST', `${casePath(comparisonId)}/reopen`, { because: 'x' })).status).toBe(
    404,
  );
  expect(
    (await ask(admin, 'POST', `${casePath(comparisonId)}/reopen`, { because: 'Wrong key.' })).json,
  ).toMatchObject({ settled: false });
  expect(
    (await ask(admin, 'POST', `${casePath(comparisonId)}/reopen`, { because: 'Again.' })).json.code,
  ).toBe('wrong_state');
  const kinds = (await ask(admin, 'GET', '/review/events')).json.items.map(
    ({ kind }: { kind: string }) => kind,
  );
  expect(kinds.reverse()).toEqual([
    'decided',
    'settled',
    'sent_back',
    'withdrawn',
    'dispute_answered',
    'decided',
    'settled',
    'withdrawn',
  ]);
  const { rows } = await kit.database.pool.query(
    'select count(*)::int as n from adjudications where comparison_id = $1',
    [comparisonId],
  );
  expect(rows[0].n).toBe(2);
});
