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
  expect(flagged.flags).toMatchObject([
    { reason: 'personal_data', note: 'a phone number', annotator: 'Somebody', createdAt: expect.any(String) },
  ]);
});

it('finds no comparison of another project', async () => {
  const other = await createProject(kit.database, { comparisons: 1 });
  const owner = await kit.addPerson({ isOwner: true });
  expect((await kit.call(owner, 'GET', `${url}/comparisons/${other.comparisonIds[0]}`)).statusCode).toBe(404);
  expect((await kit.call(owner, 'GET', `${url}/comparisons?cursor=nonsense`)).json()).toMatchObject({
    code: 'invalid_cursor',
  });
});

it('takes two annotators with a comma between them, and nothing that only looks like it', async () => {
  const [one, other] = [reviewer.id, project.annotators[0]?.actor.userId ?? reviewer.id];
  const ask = (disputed: string) => kit.call(reviewer, 'GET', `${url}/comparisons?disputed=${disputed}`);
  expect((await ask(`${one},${other}`)).statusCode).toBe(200);
  for (const wrong of [`${one}${other}`, `,${one}${other}`, `,${one},${other}`, one])
    expect((await ask(wrong)).json()).toMatchObject({
      code: 'invalid_request',
      faults: [{ path: 'query.disputed' }],
    });
});
