import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let admin: Person;
let reviewer: Person;
let researcher: Person;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

/** Two comparisons: of the first one people differ, of the second one they agree. */
beforeEach(async () => {
  project = await createProject(kit.database, { comparisons: 2, target: 2, annotators: 2 });
  for (const strength of [-3, -2])
    await judgeNext(kit.database, project, { annotator: 0, strength, rationale: 'first said why' });
  for (const strength of [3, -2]) await judgeNext(kit.database, project, { annotator: 1, strength });
  admin = await kit.addMember(project.projectId, 'admin');
  reviewer = await kit.addMember(project.projectId, 'reviewer');
  researcher = await kit.addMember(project.projectId, 'researcher');
});

async function ask(person: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
  const answer = await kit.call(person, method, `/projects/${project.projectId}${path}`, body);
  return { status: answer.statusCode, text: answer.body, json: answer.json() };
}

/** Whether the page of the comparison and its label tell what people said. */
async function sees(person: Person, comparisonId: string): Promise<boolean> {
  const page = await ask(person, 'GET', `/comparisons/${comparisonId}`);
  const label = await ask(person, 'GET', `/comparisons/${comparisonId}/resolution`);
  expect(page.status).toBe(200);
  expect(page.json.prompt.length).toBeGreaterThan(0);
  expect(page.json.responses).toHaveLength(2);
  if (page.json.keptBack === true) {
    expect({ status: label.status, code: label.json.code }).toEqual({ status: 409, code: 'kept_back' });
    expect(page.json).toMatchObject({ judgments: [], flags: [], models: [], gold: null, practice: null });
    expect(page.json.responses.map(({ model }: { model: unknown }) => model)).toEqual([null, null]);
    for (const secret of ['secret-model', 'first said why', project.annotators[0]!.actor.userId])
      expect(page.text).not.toContain(secret);
    return false;
  }
  expect(label.status).toBe(200);
  expect(page.json.judgments).toHaveLength(2);
  expect(page.text).toContain('secret-model');
  return true;
}

const reveal = (person: Person, comparisonId: string) =>
  ask(person, 'POST', `/review/cases/${comparisonId}/reveal`);

it('keeps votes, names and models back from who may decide it and has not, until they have them shown', async () => {
  const [disputed = '', agreed = ''] = project.comparisonIds;
  expect(await sees(reviewer, disputed)).toBe(false);
  expect(await sees(admin, disputed)).toBe(false);
  expect(await sees(researcher, disputed)).toBe(true);
  // Nothing waits for a review there.
  expect(await sees(reviewer, agreed)).toBe(true);

  expect((await reveal(reviewer, disputed)).status).toBe(200);
  expect(await sees(reviewer, disputed)).toBe(true);
  // To each by themselves.
  expect(await sees(admin, disputed)).toBe(false);
  const { json } = await ask(admin, 'GET', '/review/events');
  expect(json.items).toMatchObject([{ kind: 'revealed', comparisonId: disputed }]);

  const { json: shown } = await ask(reviewer, 'GET', `/review/cases/${disputed}`);
  const decided = await ask(reviewer, 'POST', `/review/cases/${disputed}/decision`, {
    id: kit.services.ids.next(),
    questionVersion: shown.question.version,
    answer: { outcome: 'scale', position: 1 },
    confidence: 'high',
    cause: 'error',
    note: null,
    promoteToGold: false,
  });
  expect(decided.json).toMatchObject({ status: 'settled', case: { mine: { revealed: true } } });
  // It is settled: nobody reviews it any more.
  expect(await sees(admin, disputed)).toBe(true);
});

it('shows them where reviews are not blind', async () => {
  const [disputed = ''] = project.comparisonIds;
  await ask(admin, 'PUT', '/review/settings', { method: 'majority', blind: false, reviewers: 1 });
  expect(await sees(reviewer, disputed)).toBe(true);
});

it('shows them to who may not decide it, because they judged it themselves', async () => {
  const [disputed = ''] = project.comparisonIds;
  await kit.database.pool.query(
    `update responses set origin = 'rewrite', author_id = $1 where id = (select response_ids[2] from comparisons where id = $2)`,
    [reviewer.id, disputed],
  );
  expect(await sees(reviewer, disputed)).toBe(true);
  await ask(admin, 'PUT', '/review/settings', {
    method: 'majority',
    blind: true,
    reviewers: 1,
    ownWork: true,
  });
  expect(await sees(reviewer, disputed)).toBe(false);
});

it('keeps reports of problems back in the same way, from the list and from settling them', async () => {
  const [disputed = '', agreed = ''] = project.comparisonIds;
  const flags = await Promise.all(
    [disputed, agreed].map(async (comparisonId) => {
      const id = systemIds.next();
      await kit.database.pool.query(
        `insert into flags (id, assignment_id, comparison_id, project_id, annotator_id, reason, note)
         select $1, a.id, a.comparison_id, a.project_id, a.annotator_id, 'other', 'first said why'
         from assignments a where a.comparison_id = $2 and a.annotator_id = $3`,
        [id, comparisonId, project.annotators[0]!.actor.userId],
      );
      return id;
    }),
  );
  const listed = async (person: Person) => {
    const { json } = await ask(person, 'GET', '/flags?limit=1');
    const next = await ask(person, 'GET', `/flags?limit=1&cursor=${json.nextCursor}`);
    const pages = [json, next.json];
    return {
      ids: pages.flatMap(({ items }) => items.map(({ id }: { id: string }) => id)),
      keptBack: pages.reduce((sum, page) => sum + page.keptBack, 0),
    };
  };
  const settle = async (person: Person) => {
    const { status, json } = await ask(person, 'POST', `/flags/${flags[0]}/settle`, { state: 'valid' });
    return [status, json.code];
  };
  for (const person of [reviewer, admin])
    expect(await listed(person)).toEqual({ ids: [flags[1]], keptBack: 1 });
  expect(await listed(researcher)).toEqual({ ids: flags, keptBack: 0 });
  expect(await settle(reviewer)).toEqual([409, 'kept_back']);
  await reveal(reviewer, disputed);
  expect(await listed(reviewer)).toEqual({ ids: flags, keptBack: 0 });
  expect(await settle(reviewer)).toEqual([200, undefined]);
  expect(await listed(admin)).toEqual({ ids: [flags[1]], keptBack: 1 });
});
