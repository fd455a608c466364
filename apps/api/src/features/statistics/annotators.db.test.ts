import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { plantVotes } from '@pairwright/core/statistics/annotators/annotators.fixture';
import { computed } from '@pairwright/core/statistics/statistics.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let url: string;
let reviewer: Person;
let admin: Person;
let researcher: Person;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  kit = await createTestApp();
  project = await createProject(kit.database, { comparisons: 40, target: 2 });
  url = `/projects/${project.projectId}`;
  for (const [role, keep] of [
    ['reviewer', (one: Person) => (reviewer = one)],
    ['admin', (one: Person) => (admin = one)],
    ['researcher', (one: Person) => (researcher = one)],
    ['annotator', (one: Person) => (anna = one)],
    ['annotator', (one: Person) => (ben = one)],
  ] as const)
    keep(await kit.addMember(project.projectId, role));
  await rename(anna, 'Anna Secret');
  await rename(ben, 'Ben Secret');
  const votes = project.comparisonIds.flatMap((comparisonId, at) =>
    [anna, ben].map((person, index) => ({
      annotatorId: person.id,
      comparisonId,
      // They agree on three of four.
      strength: index === 1 && at % 4 === 0 ? 1 : -1,
      firstLeft: at % 2 === 0,
      seconds: 10,
      minute: at,
    })),
  );
  await plantVotes(kit.database, project.projectId, votes);
});
afterAll(() => kit.close());

async function rename(person: Person, name: string): Promise<void> {
  await kit.database.db.updateTable('users').set({ name }).where('id', '=', person.id).execute();
}

const get = async (person: Person, path: string) => (await kit.call(person, 'GET', `${url}${path}`)).json();
const compute = () => computed(kit.services, project.projectId, { kind: 'annotators', options: {} });

it('knows nothing before it was computed, and then everybody with votes', async () => {
  expect(await get(reviewer, '/statistics/annotators')).toMatchObject({ snapshot: null, result: null });
  await compute();
  const { snapshot, result } = await get(reviewer, '/statistics/annotators');
  expect(snapshot).toMatchObject({ judgments: 80 });
  expect(
    result.annotators.map(({ name, role, votes }: Record<string, unknown>) => [name, role, votes]),
  ).toEqual(
    expect.arrayContaining([
      ['Anna Secret', 'annotator', 40],
      ['Ben Secret', 'annotator', 40],
    ]),
  );
  const [first] = result.annotators;
  expect(first.agreement).toMatchObject({ value: 0.75, n: 40 });
  const profile = await get(reviewer, `/statistics/annotators/${first.annotatorId}`);
  const { days, kinds, ...numbers } = profile.result;
  expect(numbers).toEqual(first);
  expect(kinds).toEqual(['pair']);
  expect(days).toEqual([{ day: '2026-01-01', votes: 40, gold: 0, goldRight: 0, pairs: 40, agreeing: 30 }]);
  const nobody = await get(reviewer, `/statistics/annotators/${reviewer.id}`);
  expect(nobody).toMatchObject({ result: null, reply: null });
  expect(nobody.snapshot).toEqual(snapshot);
});

it('pages through what somebody decided, newest first', async () => {
  const path = `/annotators/${ben.id}/votes`;
  const first = await get(reviewer, `${path}?limit=25`);
  const second = await get(reviewer, `${path}?limit=25&cursor=${first.nextCursor}`);
  const all = [...first.items, ...second.items];
  expect(second.nextCursor).toBeNull();
  expect(all.map(({ comparisonId }) => comparisonId)).toEqual([...project.comparisonIds].reverse());
  expect(all.at(-1)).toMatchObject({ kind: 'normal', outcome: 'preference', strength: 1, firstShown: 0 });
});

it('tells researchers no names, here or where a single judgment is looked at, and the same pseudonym in both', async () => {
  const { result } = await get(researcher, '/statistics/annotators');
  const names: string[] = result.annotators.map(({ name }: { name: string }) => name);
  for (const name of names) expect(name).toMatch(/^annotator-[0-9a-f]{16}$/);
  expect(new Set(names).size).toBe(2);
  const comparison = `/comparisons/${project.comparisonIds[0]}`;
  const seen = await kit.call(researcher, 'GET', `${url}${comparison}`);
  expect(seen.body).not.toContain('Secret');
  expect(
    seen
      .json()
      .judgments.map(({ annotator }: { annotator: string }) => annotator)
      .sort(),
  ).toEqual(names.sort());
  // People differ there: a reviewer has it shown, or decides, first.
  await kit.call(reviewer, 'POST', `${url}/review/cases/${project.comparisonIds[0]}/reveal`);
  expect((await kit.call(reviewer, 'GET', `${url}${comparison}`)).body).toContain('Anna Secret');
  const { judgments } = seen.json();
  await kit.call(admin, 'POST', `${url}/judgments/${judgments[0].id}/feedback`, { message: 'Look again.' });
  const feedback = await kit.call(researcher, 'GET', `${url}${comparison}/feedback`);
  expect(feedback.json().items).toHaveLength(1);
  expect(feedback.body).not.toContain('Anna Secret');
  expect(feedback.body).not.toContain('Ben Secret');
});

it('shows annotators their own numbers as bands, only where the project says so', async () => {
  const mine = '/annotate/numbers';
  const hidden = {
    shown: false,
    asOf: null,
    accuracy: null,
    agreement: null,
    consistency: null,
    reply: null,
  };
  expect(await get(anna, mine)).toEqual(hidden);
  const refused = await kit.call(anna, 'PUT', `${url}${mine}/reply`, { text: 'No.' });
  expect(refused.json().code).toBe('wrong_state');
  const changed = await kit.call(admin, 'PATCH', url, { showNumbers: true });
  expect(changed.json()).toMatchObject({ showNumbers: true });
  const shown = await get(anna, mine);
  const { result } = await get(reviewer, `/statistics/annotators/${anna.id}`);
  expect(shown).toMatchObject({
    shown: true,
    accuracy: { low: null, high: null, n: 0, least: 20 },
    agreement: { low: result.agreement.low, high: result.agreement.high, n: 40, least: 20 },
    reply: null,
  });
  expect(JSON.stringify(shown)).not.toContain(ben.id);
  // Who has not voted has no band.
  expect(await get(reviewer, mine)).toMatchObject({ shown: true, agreement: null });
});

it('keeps what an annotator says about it, for those who read their numbers', async () => {
  const path = `${url}/annotate/numbers/reply`;
  const said = await kit.call(anna, 'PUT', path, { text: '  I read slowly.  ' });
  expect(said.json().reply).toMatchObject({ text: 'I read slowly.' });
  expect(await get(reviewer, `/statistics/annotators/${anna.id}`)).toMatchObject({
    reply: { text: 'I read slowly.' },
  });
  expect((await get(ben, '/annotate/numbers')).reply).toBeNull();
  await kit.call(anna, 'PUT', path, { text: 'I read it twice.' });
  expect((await get(anna, '/annotate/numbers')).reply.text).toBe('I read it twice.');
  await kit.call(anna, 'PUT', path, { text: '' });
  expect((await get(anna, '/annotate/numbers')).reply).toBeNull();
});

it('gives annotators nothing of the others', async () => {
  for (const path of [
    '/statistics/annotators',
    `/statistics/annotators/${ben.id}`,
    `/annotators/${ben.id}/votes`,
  ])
    expect((await kit.call(anna, 'GET', `${url}${path}`)).statusCode).toBe(404);
});
