import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { QueueItem, ReviewCase } from '@pairwright/contract/review';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import type { ProjectContext } from '@pairwright/core/context';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let admin: Person;
let involved: Person;
let independent: Person;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

/** Three comparisons with opposite votes; a reviewer judged the first one and wrote an answer of the second one. */
beforeEach(async () => {
  project = await createProject(kit.database, { comparisons: 3, target: 3, annotators: 2 });
  admin = await kit.addMember(project.projectId, 'admin');
  involved = await kit.addMember(project.projectId, 'reviewer');
  independent = await kit.addMember(project.projectId, 'reviewer');
  for (const annotator of [0, 1])
    for (const _ of project.comparisonIds)
      await judgeNext(kit.database, project, { annotator, strength: annotator === 0 ? -3 : 3 });
  const [someone] = project.annotators as [ProjectContext];
  const asAnnotator = { ...someone, actor: { ...someone.actor, userId: involved.id } };
  await judgeNext(kit.database, { ...project, annotators: [asAnnotator] }, { annotator: 0, strength: -1 });
  await kit.database.pool.query(
    `update responses set origin = 'rewrite', author_id = $1 where id = (select response_ids[2] from comparisons where id = $2)`,
    [involved.id, project.comparisonIds[1]],
  );
});

async function ask(person: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
  const answer = await kit.call(person, method, `/projects/${project.projectId}/review${path}`, body);
  return { status: answer.statusCode, json: answer.json() };
}

async function queueOf(person: Person) {
  const { json } = await ask(person, 'GET', '/queue');
  const ids = json.items.map(({ comparisonId }: QueueItem) => comparisonId) as string[];
  return { ids: ids.sort(), leftOut: json.summary.ownWork, waiting: json.summary.waiting };
}

const decide = (person: Person, comparisonId: string) =>
  ask(person, 'POST', `/cases/${comparisonId}/decision`, {
    id: kit.services.ids.next(),
    questionVersion: 1,
    answer: { outcome: 'scale', position: 1 },
    confidence: 'high',
    cause: 'error',
    note: null,
    promoteToGold: false,
  });
const caseOf = async (person: Person, comparisonId: string) =>
  (await ask(person, 'GET', `/cases/${comparisonId}`)).json as ReviewCase;

it('leaves what a reviewer judged or wrote to somebody else, and says how many', async () => {
  const [judged = '', wrote = '', neither = ''] = project.comparisonIds;
  expect(await queueOf(involved)).toEqual({ ids: [neither], leftOut: 2, waiting: 3 });
  expect(await queueOf(independent)).toEqual({
    ids: [judged, wrote, neither].sort(),
    leftOut: 0,
    waiting: 3,
  });
  expect(await caseOf(involved, judged)).toMatchObject({ ownWork: 'judged', revealed: null });
  expect(await caseOf(involved, wrote)).toMatchObject({ ownWork: 'wrote' });
  expect(await caseOf(involved, neither)).toMatchObject({ ownWork: null });
  for (const [comparisonId, why] of [
    [judged, 'You judged this comparison'],
    [wrote, 'You wrote or edited an answer'],
  ] as const) {
    const { status, json } = await decide(involved, comparisonId);
    expect({ status, code: json.code }).toEqual({ status: 409, code: 'own_work' });
    expect(json.detail).toContain(why);
  }
  const { rows } = await kit.database.pool.query('select 1 from adjudications where project_id = $1', [
    project.projectId,
  ]);
  expect(rows).toEqual([]);
  expect((await decide(involved, neither)).json.status).toBe('settled');
  expect((await decide(independent, judged)).json.status).toBe('settled');
  // What is decided is left to nobody any more.
  expect(await queueOf(involved)).toEqual({ ids: [], leftOut: 1, waiting: 1 });
});

it('lets them where the project allows it', async () => {
  const settings = { method: 'majority', blind: true, reviewers: 1, ownWork: true };
  expect((await ask(admin, 'PUT', '/settings', settings)).json).toEqual(settings);
  const [judged = '', wrote = ''] = project.comparisonIds;
  expect(await queueOf(involved)).toEqual({
    ids: [...project.comparisonIds].sort(),
    leftOut: 0,
    waiting: 3,
  });
  expect(await caseOf(involved, judged)).toMatchObject({ ownWork: null });
  expect((await decide(involved, judged)).json.status).toBe('settled');
  expect((await decide(involved, wrote)).json.status).toBe('settled');
});

it('counts a judgment that was taken back: they have made up their mind', async () => {
  const [judged = ''] = project.comparisonIds;
  await kit.database.pool.query(
    `update assignments set state = 'released', judgment_id = null where comparison_id = $1 and annotator_id = $2`,
    [judged, involved.id],
  );
  expect((await decide(involved, judged)).json.code).toBe('own_work');
});
