import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, submission, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let reviewer: Person;
let url: string;

beforeAll(async () => {
  kit = await createTestApp();
  project = await createProject(kit.database, { comparisons: 25, target: 1 });
  reviewer = await kit.addMember(project.projectId, 'reviewer');
  url = `/projects/${project.projectId}`;
});
afterAll(() => kit.close());

async function walk(query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  for (;;) {
    const answer = await kit.call(reviewer, 'GET', `${url}/comparisons?limit=4&${query}${cursor}`);
    expect(answer.statusCode, answer.body).toBe(200);
    const { items, nextCursor } = answer.json();
    ids.push(...items.map((item: { id: string }) => item.id));
    if (nextCursor === null) return ids;
    cursor = `&cursor=${nextCursor}`;
  }
}

it('walks all comparisons in routing order by pages, each once', async () => {
  expect(await walk('progress=all')).toEqual(project.comparisonIds);
});

it('shows who decided what, and counts what counts', async () => {
  const anna = await kit.addMember(project.projectId, 'annotator');
  const { items } = (await kit.call(anna, 'POST', `${url}/assignments/claim`, { count: 4 })).json();
  const send = (index: number, position: number) =>
    kit.call(
      anna,
      'POST',
      `${url}/assignments/${items[index].id}/judgment`,
      submission(kit.services.ids.next(), { answer: { outcome: 'scale', position }, rationale: 'Clearer.' }),
    );
  // Left, left, right, and a tie; the first is changed to the right afterwards.
  for (const [index, position] of [
    [0, 1],
    [1, 1],
    [2, 7],
    [3, 4],
    [0, 7],
  ] as const)
    expect((await send(index, position)).statusCode).toBe(200);
  await kit.call(anna, 'POST', `${url}/assignments/${items[1].id}/flags`, {
    id: kit.services.ids.next(),
    reason: 'personal_data',
    note: 'a phone number',
  });

  const progress = (await kit.call(reviewer, 'GET', `${url}/progress`)).json();
  expect(progress.outcomes).toEqual({
    preference: 3,
    tie: 1,
    both_bad: 0,
    cannot_judge: 0,
    ranking: 0,
    thumbs_up: 0,
    thumbs_down: 0,
    rated: 0,
    steps: 0,
  });
  expect(progress.leftShare).toBeCloseTo(1 / 3);
  expect(progress.perDay).toEqual([
    { day: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/), judgments: 4, annotators: 1 },
  ]);
  const standings = progress.models as {
    model: string;
    responses: number;
    wins: number;
    losses: number;
    ties: number;
  }[];
  expect(standings.map((item) => item.model).sort()).toEqual(['secret-model-a', 'secret-model-b']);
  for (const item of standings)
    expect([item.responses, item.wins + item.losses, item.ties]).toEqual([25, 3, 1]);
  expect((standings[0]?.wins ?? 0) + (standings[1]?.wins ?? 0)).toBe(3);

  const complete = await walk('progress=complete');
  expect(complete).toHaveLength(4);
  expect([...complete, ...(await walk('progress=open'))].sort()).toEqual([...project.comparisonIds].sort());
  expect(await walk('progress=flagged')).toHaveLength(1);
  expect(await walk('progress=skipped')).toEqual([]);

  const changed = (await kit.call(reviewer, 'GET', `${url}/comparisons/${complete[0]}`)).json();
  expect(changed).toMatchObject({
    promptExcerpt: 'question 1',
    models: ['secret-model-a', 'secret-model-b'],
    judged: 1,
    targetJudgments: 1,
    state: 'open',
  });
  expect(changed.prompt).toEqual([{ role: 'user', content: 'question 1' }]);
  expect(changed.responses).toEqual([
    expect.objectContaining({ model: 'secret-model-a' }),
    expect.objectContaining({ model: 'secret-model-b' }),
  ]);
  expect(changed.judgments.map((item: { counted: boolean }) => item.counted)).toEqual([false, true]);
  expect(changed.judgments[1]).toMatchObject({
    annotator: 'Somebody',
    outcome: 'preference',
    rationale: 'Clearer.',
    source: 'annotator',
  });
  const flagged = (await kit.call(reviewer, 'GET', `${url}/comparisons/${complete[1]}`)).json();
  expect(flagged.flags).toEqual([
    { reason: 'personal_data', note: 'a phone number', annotator: 'Somebody', createdAt: expect.any(String) },
  ]);
});

it('has no progress to show where nothing was judged, and finds no comparison of another project', async () => {
  const other = await createProject(kit.database, { comparisons: 1 });
  const owner = await kit.addPerson({ isOwner: true });
  expect((await kit.call(owner, 'GET', `/projects/${other.projectId}/progress`)).json()).toMatchObject({
    perDay: [],
    leftShare: null,
    outcomes: { preference: 0 },
  });
  expect((await kit.call(owner, 'GET', `${url}/comparisons/${other.comparisonIds[0]}`)).statusCode).toBe(404);
  expect((await kit.call(owner, 'GET', `${url}/comparisons?cursor=nonsense`)).json()).toMatchObject({
    code: 'invalid_cursor',
  });
});
