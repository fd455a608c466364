import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { createProject, submission, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { executeStatistics } from '@pairwright/core/statistics/compute-statistics.service';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let reviewer: Person;
let anna: Person;
let url: string;

beforeAll(async () => {
  kit = await createTestApp();
  project = await createProject(kit.database, { comparisons: 30, target: 1 });
  reviewer = await kit.addMember(project.projectId, 'reviewer');
  anna = await kit.addMember(project.projectId, 'annotator');
  url = `/projects/${project.projectId}`;
});
afterAll(() => kit.close());

const rankForm = {
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false }),
  main: { kind: 'rank', allowTies: true, allowUnacceptable: false, topK: null, allowCannotJudge: false },
} as const;

/** The left answer wins the first and every third after it. */
async function vote(count: number): Promise<void> {
  const { items } = (await kit.call(anna, 'POST', `${url}/assignments/claim`, { count })).json();
  for (const [index, { id }] of items.entries()) {
    const answer = { outcome: 'scale', position: index % 3 === 0 ? 1 : 7 } as const;
    const sent = await kit.call(
      anna,
      'POST',
      `${url}/assignments/${id}/judgment`,
      submission(kit.services.ids.next(), { answer }),
    );
    expect(sent.statusCode, sent.body).toBe(200);
  }
}

/** Does what a worker does with what was asked for. */
async function work(): Promise<void> {
  const rows = await kit.database.db
    .selectFrom('statistics')
    .select('id')
    .where('state', '=', 'queued')
    .execute();
  for (const { id } of rows)
    await executeStatistics(kit.services, {
      statisticsId: id,
      signal: new AbortController().signal,
      lastAttempt: true,
    });
}

const board = (query = '') => kit.call(reviewer, 'GET', `${url}/statistics/leaderboard${query}`);
const ask = (options: object) =>
  kit.call(reviewer, 'POST', `${url}/statistics`, { kind: 'leaderboard', options });

it('computes in the background, says what is known meanwhile, and what is behind', async () => {
  await vote(20);
  expect((await board()).json()).toEqual({
    snapshot: null,
    result: null,
    stale: false,
    underWay: false,
    error: null,
  });
  expect((await ask({})).statusCode).toBe(202);
  // Equal wishes are one, in whatever order the options come, and with what they are when left out.
  await ask({ control: 'none', bothBad: 'as_tie' });
  await ask({ bothBad: 'as_tie', cluster: 'prompt' });
  expect((await board()).json()).toMatchObject({ snapshot: null, underWay: true });
  expect(await kit.database.db.selectFrom('statistics').selectAll().execute()).toHaveLength(1);
  expect(kit.enqueued).toContain('statistics.compute');

  await work();
  const first = (await board()).json();
  expect(first).toMatchObject({ stale: false, underWay: false, error: null, snapshot: { judgments: 20 } });
  expect(first.result.votes).toBe(20);
  expect(first.result.models.map(({ model }: { model: string }) => model).sort()).toEqual([
    'secret-model-a',
    'secret-model-b',
  ]);

  await vote(5);
  expect((await board()).json()).toMatchObject({ stale: true, result: { votes: 20 } });
  await ask({});
  await work();
  const second = (await board()).json();
  expect(second).toMatchObject({ stale: false, result: { votes: 25 } });
  // Whose judgments are set aside is in no vote any more, without a new one.
  const admin = await kit.addMember(project.projectId, 'admin');
  const excluded = await kit.call(admin, 'POST', `${url}/exclusions`, {
    annotatorId: anna.id,
    scope: { kind: 'all' },
    reason: 'A test.',
  });
  expect(excluded.statusCode, excluded.body).toBeLessThan(300);
  expect((await board()).json()).toMatchObject({ stale: true, result: { votes: 25 } });
  await ask({});
  await work();
  expect((await board()).json()).toMatchObject({ stale: false, result: { votes: 0 } });
  // The address of the earlier numbers still shows them.
  const earlier = (await board(`?snapshot=${first.snapshot.id}`)).json();
  expect(earlier.snapshot).toEqual(first.snapshot);
  expect(earlier.result).toEqual(first.result);
});

it('keeps other options apart, and refuses those that are none', async () => {
  const unknown = (await board('?language=xx')).json();
  expect(unknown).toMatchObject({ snapshot: null, underWay: false });
  expect((await board('?control=magic')).statusCode).toBe(400);
  expect((await ask({ control: 'none', more: 1 })).statusCode).toBe(400);
  expect((await board(`?snapshot=${kit.services.ids.next()}`)).statusCode).toBe(404);
});

it('measures agreement, and lists what two people judged differently', async () => {
  const { projectId } = await createProject(kit.database, { comparisons: 6, target: 2 });
  const at = `/projects/${projectId}`;
  const [lead, carl, dora] = await Promise.all([
    kit.addMember(projectId, 'researcher'),
    kit.addMember(projectId, 'annotator'),
    kit.addMember(projectId, 'annotator'),
  ]);
  const order = await kit.database.db
    .selectFrom('comparisons')
    .select('id')
    .where('project_id', '=', projectId)
    .orderBy('rank')
    .execute();
  // Both for the first answer, whichever side it stood on, but Dora for the second, a tie and a weaker preference.
  const said = [
    [carl, [-3, -3, -3, -3]],
    [dora, [-3, 3, 0, -1]],
  ] as const;
  for (const [person, strengths] of said) {
    const { items } = (await kit.call(person, 'POST', `${at}/assignments/claim`, { count: 4 })).json();
    const { db } = kit.database;
    for (const { id } of items) {
      const assignment = await db
        .selectFrom('assignments')
        .select(['comparison_id', 'presented_order'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const strength = strengths[order.findIndex((row) => row.id === assignment.comparison_id)]!;
      const shown = assignment.presented_order[0] === 0 ? strength : -strength;
      const body = submission(kit.services.ids.next(), { answer: { outcome: 'scale', position: 4 + shown } });
      const sent = await kit.call(person, 'POST', `${at}/assignments/${id}/judgment`, body);
      expect(sent.statusCode, sent.body).toBe(200);
    }
  }
  expect(
    (await kit.call(lead, 'POST', `${at}/statistics`, { kind: 'agreement', options: {} })).statusCode,
  ).toBe(202);
  await work();
  const { result } = (await kit.call(lead, 'GET', `${at}/statistics/agreement`)).json();
  expect(result).toMatchObject({
    votes: 8,
    shared: 4,
    direction: { percent: { pooled: { value: 0.5, n: 4 } } },
  });
  expect(result.matrix.pairs).toMatchObject([{ shared: 4, agreement: 0.5 }]);
  // Researchers learn no names; reviewers do.
  const namesFor = async (person: Person): Promise<string[]> =>
    (await kit.call(person, 'GET', `${at}/statistics/agreement`))
      .json()
      .result.matrix.annotators.map(({ name }: { name: string }) => name);
  for (const name of await namesFor(lead)) expect(name).toMatch(/^annotator-[0-9a-f]{16}$/);
  const known = await namesFor(await kit.addMember(projectId, 'reviewer'));
  expect(known.filter((name) => name.startsWith('annotator-'))).toEqual([]);
  const ids = result.matrix.annotators.map(({ id }: { id: string }) => id);
  const listed = await kit.call(lead, 'GET', `${at}/comparisons?disputed=${ids.join(',')}`);
  expect(listed.json().items.map(({ id }: { id: string }) => id)).toEqual([order[1]!.id, order[2]!.id]);
  expect((await kit.call(lead, 'GET', `${at}/comparisons?disputed=${ids[0]}`)).statusCode).toBe(400);
  expect((await kit.call(carl, 'GET', `${at}/statistics/agreement`)).statusCode).toBe(404);
  expect((await kit.call(lead, 'GET', `${at}/statistics/agreement?bothBad=maybe`)).statusCode).toBe(400);
});

it('narrows to a person, a team and models with enough results; researchers know no names', async () => {
  const { projectId } = await createProject(kit.database, {
    comparisons: 4,
    responses: 3,
    target: 1,
    form: rankForm,
  });
  const at = `/projects/${projectId}`;
  const [lead, checker, erna] = await Promise.all([
    kit.addMember(projectId, 'researcher'),
    kit.addMember(projectId, 'reviewer'),
    kit.addMember(projectId, 'annotator'),
  ]);
  await kit.database.db
    .updateTable('project_members')
    .set({ teams: ['red'] })
    .where('project_id', '=', projectId)
    .where('user_id', '=', erna.id)
    .execute();
  const { items } = (await kit.call(erna, 'POST', `${at}/assignments/claim`, { count: 4 })).json();
  for (const { id } of items) {
    const answer: Submission['answer'] = { outcome: 'ranking', ranks: [1, 2, 3] };
    const body = submission(kit.services.ids.next(), { answer });
    const sent = await kit.call(erna, 'POST', `${at}/assignments/${id}/judgment`, body);
    expect(sent.statusCode, sent.body).toBe(200);
  }
  const options = { team: 'red', minVotes: 5 };
  const asked = await kit.call(lead, 'POST', `${at}/statistics`, { kind: 'leaderboard', options });
  expect(asked.statusCode, asked.body).toBe(202);
  await work();
  const read = async (person: Person, query = '?team=red&minVotes=5') =>
    (await kit.call(person, 'GET', `${at}/statistics/leaderboard${query}`)).json();
  const { result } = await read(lead);
  expect(result).toMatchObject({ rankings: 4, votes: 12, hiddenModels: 0, question: 'rank', teams: ['red'] });
  expect(result.models).toHaveLength(3);
  expect(result.annotators).toEqual([
    { id: erna.id, name: expect.stringMatching(/^annotator-[0-9a-f]{16}$/) },
  ]);
  expect((await read(checker)).result.annotators[0].name).not.toMatch(/^annotator-/);
  const rows = await kit.call(lead, 'GET', `${at}/comparisons?team=red&model=secret-model-a&result=won`);
  expect(rows.statusCode, rows.body).toBe(200);
  const won = result.models.find(({ model }: { model: string }) => model === 'secret-model-a').wins;
  expect(rows.json().items.length > 0).toBe(won > 0);

  for (const query of ['minVotes=0', 'minVotes=many', 'labels=all', `team=${'x'.repeat(61)}`])
    expect((await kit.call(lead, 'GET', `${at}/statistics/leaderboard?${query}`)).statusCode, query).toBe(
      400,
    );
  const text = { kind: 'leaderboard', options: { minVotes: '5' } };
  expect((await kit.call(lead, 'POST', `${at}/statistics`, text)).statusCode).toBe(400);

  // As a version stored it that knew nothing of rankings and choices: it is computed again, never shown with gaps.
  await kit.database.pool.query(
    `update statistics set shape = 'older',
       result = (result::jsonb - array['rankings', 'hiddenModels', 'question', 'annotators', 'teams'])::json
     where project_id = $1`,
    [projectId],
  );
  expect((await read(lead)).result).toBeNull();
  const again = await kit.call(lead, 'POST', `${at}/statistics`, { kind: 'leaderboard', options });
  expect(again.statusCode, again.body).toBe(202);
  await work();
  expect((await read(lead)).result).toEqual(result);
});

it('shows the numbers of one project to nobody of another', async () => {
  const other = await createProject(kit.database, { comparisons: 1 });
  const stranger = await kit.addMember(other.projectId, 'admin');
  const { snapshot } = (await board()).json();
  expect((await kit.call(stranger, 'GET', `${url}/statistics/leaderboard`)).statusCode).toBe(404);
  const there = `/projects/${other.projectId}/statistics/leaderboard?snapshot=${snapshot.id}`;
  expect((await kit.call(stranger, 'GET', there)).statusCode).toBe(404);
  expect((await kit.call(anna, 'GET', `${url}/statistics/leaderboard`)).statusCode).toBe(404);
});

it('says why it failed, and succeeds when asked again', async () => {
  await ask({ category: 'none' });
  const row = await kit.database.db
    .selectFrom('statistics')
    .select('id')
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  // What nobody could have asked for: a worker of another version may have put it there.
  await kit.database.db
    .updateTable('statistics')
    .set({ options: JSON.stringify({ control: 'magic' }) })
    .where('id', '=', row.id)
    .execute();
  await expect(work()).rejects.toThrow();
  expect((await board('?category=none')).json()).toMatchObject({
    underWay: false,
    error: { code: 'internal' },
  });
  await ask({ category: 'none' });
  await work();
  expect((await board('?category=none')).json()).toMatchObject({ error: null, result: { votes: 0 } });
});
