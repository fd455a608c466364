import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';
import { makeProject } from './projects.fixture.ts';

let kit: TestApp;
let owner: Person;
let admin: Person;
let source: { id: string; [field: string]: unknown };

const text = { en: 'Which is kinder?', 'zh-CN': '哪个更友善？' };
const form = plainPair({ points: 5, allowTie: true, allowBothBad: false, allowCannotJudge: true });
const settings = {
  targetJudgments: 2,
  shared: { percent: 15, judgments: 4 },
  leaseMinutes: 45,
  editHours: 12,
  pay: { currency: 'CNY', perJudgmentMicros: 500_000 },
  showNumbers: true,
};
const policy = {
  ...openPolicy,
  languageMatch: true,
  caps: { perHour: 30, perDay: null, perProject: 500 },
  gold: { percent: 10, warmUp: { first: 10, gold: 3 }, exposures: 50, rules: [] },
  practice: { passPercent: 70, attempts: 3, validDays: null },
};

const get = async (person: Person, path: string) => (await kit.call(person, 'GET', path)).json();
const copy = (person: Person, change: object = {}) =>
  kit.call(person, 'POST', '/projects', {
    name: `Copy ${kit.services.ids.next()}`,
    from: source.id,
    ...change,
  });

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true });
  source = await makeProject(kit, owner, { template: 'arena', language: 'mixed', description: 'Kindness.' });
  admin = await kit.addMember(source.id, 'admin');
  const to = `/projects/${source.id}`;
  for (const [method, path, body] of [
    ['PATCH', to, settings],
    ['POST', `${to}/questions`, { text, form, basedOn: 1 }],
    ['POST', `${to}/guidelines`, { markdown: '# Be kind\n友善', basedOn: 1 }],
    ['PUT', `${to}/routing`, policy],
    ['PUT', `${to}/review/settings`, { blind: false, method: 'weighted', reviewers: 2 }],
  ] as const) {
    const answer = await kit.call(admin, method, path, body);
    expect(answer.statusCode, `${path} ${answer.body}`).toBeLessThan(300);
  }
  await kit.addMember(source.id, 'annotator');
});
afterAll(() => kit.close());

it('takes question, guidelines, policy, pay and settings, and neither people nor data', async () => {
  const answer = await copy(admin);
  expect(answer.statusCode, answer.body).toBe(201);
  const made = answer.json();
  expect(made).toMatchObject({
    ...settings,
    description: 'Kindness.',
    template: 'arena',
    language: 'mixed',
    state: 'active',
    guidelinesVersion: 1,
    question: { version: 1, text, form },
  });
  const at = `/projects/${made.id}`;
  expect((await get(admin, `${at}/guidelines`)).items).toMatchObject([
    { version: 1, markdown: '# Be kind\n友善' },
  ]);
  const routing = await get(admin, `${at}/routing`);
  expect(routing.policy).toEqual((await get(admin, `/projects/${source.id}/routing`)).policy);
  expect(routing.batches).toEqual([]);
  expect(await get(admin, `${at}/review/settings`)).toMatchObject({
    blind: false,
    method: 'weighted',
    reviewers: 2,
  });
  expect((await get(admin, `${at}/members`)).items).toMatchObject([{ userId: admin.id, role: 'admin' }]);
  expect((await get(admin, at)).counts).toMatchObject({ prompts: 0, comparisons: 0 });
  // Its pay is set by who made it, from its own beginning.
  expect((await get(admin, `${at}/pay-rates`)).items).toMatchObject([
    { number: 1, pay: settings.pay, validFrom: null },
  ]);
});

it('what is said goes before what comes from the source, which stays as it is', async () => {
  const before = await get(admin, `/projects/${source.id}`);
  const said = { description: '', targetJudgments: 5, shared: null, leaseMinutes: 10, language: 'en' };
  const made = (await copy(admin, { ...said, guidelines: 'Be short.' })).json();
  expect(made).toMatchObject({ ...said, editHours: 12, question: { form } });
  expect(await get(admin, `/projects/${source.id}`)).toEqual(before);
});

it('refuses what contradicts itself, naming the field', async () => {
  const faultsOf = async (change: object) => {
    const answer = await copy(admin, change);
    expect(answer.statusCode, answer.body).toBe(400);
    return answer.json().faults.map(({ path }: { path: string }) => path);
  };
  expect(await faultsOf({ template: 'arena' })).toEqual(['template']);
  expect(await faultsOf({ question: { text, form } })).toEqual(['question']);
  expect(await faultsOf({ targetJudgments: 4 })).toEqual(['shared.judgments']);
  expect(await faultsOf({ from: undefined })).toEqual(['template']);
  expect(await faultsOf({ from: undefined, template: 'arena' })).toEqual(['language']);
});

it('is for whoever manages the source; to others it is not there, as one that is gone', async () => {
  const elsewhere = await makeProject(kit, owner);
  const stranger = await kit.addMember(elsewhere.id, 'admin');
  // Also for somebody who may make projects, and is in this one with less.
  for (const role of ['researcher', 'reviewer', 'annotator'] as const)
    await kit.database.db
      .insertInto('project_members')
      .values({ project_id: source.id, user_id: stranger.id, role })
      .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ role }))
      .execute()
      .then(async () => expect((await copy(stranger)).json(), role).toMatchObject({ code: 'not_found' }));
  const seen = async (change: object) => {
    const { requestId: _, ...body } = (await copy(stranger, change)).json();
    return body;
  };
  expect(await seen({})).toEqual(await seen({ from: kit.services.ids.next() }));
  expect((await copy(owner)).statusCode).toBe(201);
  await kit.database.pool.query('update projects set deleted_at = now() where id = $1', [elsewhere.id]);
  expect((await copy(owner, { from: elsewhere.id })).json()).toMatchObject({ code: 'not_found' });
});
