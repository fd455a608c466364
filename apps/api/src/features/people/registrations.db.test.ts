import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let owner: Person;
beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true });
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

const ask = (email: string, more: object = {}) =>
  kit.call(null, 'POST', '/registrations', {
    email,
    name: 'Mei',
    password: PASSWORD,
    locale: 'zh-CN',
    note: '我是标注员',
    ...more,
  });
const turn = (registration: string) => kit.call(owner, 'PATCH', '/account-settings', { registration });
const list = async () => (await kit.call(owner, 'GET', '/registrations')).json().items;
const decide = (id: string, body: object) => kit.call(owner, 'POST', `/registrations/${id}/decision`, body);
const signIn = (email: string) => kit.call(null, 'POST', '/session', { email, password: PASSWORD });

it('takes no requests until the owner switches it on', async () => {
  expect((await kit.call(null, 'GET', '/sign-in-options')).json()).toMatchObject({ registration: false });
  expect((await ask('mei@example.org')).json()).toMatchObject({ code: 'not_found' });
  expect((await turn('approval')).json()).toEqual({ registration: 'approval' });
  expect((await kit.call(null, 'GET', '/sign-in-options')).json()).toMatchObject({ registration: true });
  await turn('off');
  expect((await ask('mei@example.org')).json()).toMatchObject({ code: 'not_found' });
});

it('lets nobody in before the owner approves, and then into the project chosen', async () => {
  await turn('approval');
  const { projectId } = await createProject(kit.database, { comparisons: 1 });
  expect((await ask('Mei@Example.org')).statusCode).toBe(204);
  expect((await signIn('mei@example.org')).json()).toMatchObject({ code: 'wrong_credentials' });
  const [asked] = await list();
  expect(asked).toMatchObject({ email: 'mei@example.org', note: '我是标注员', state: 'pending' });
  const decided = await decide(asked.id, { approve: true, membership: { projectId, role: 'annotator' } });
  expect(decided.json()).toMatchObject({ state: 'approved', decidedBy: 'Somebody' });
  const signedIn = await signIn('mei@example.org');
  expect(signedIn.json()).toMatchObject({ locale: 'zh-CN', memberships: [{ projectId, role: 'annotator' }] });
  expect((await decide(asked.id, { approve: false })).json()).toMatchObject({ code: 'wrong_state' });
  const { rows } = await kit.database.pool.query('select password_hash from registrations');
  expect(rows).toEqual([{ password_hash: null }]);
});

it('refuses, and forgets the password', async () => {
  await turn('approval');
  await ask('eve@example.org');
  const [asked] = await list();
  expect((await decide(asked.id, { approve: false })).json()).toMatchObject({ state: 'refused' });
  expect((await signIn('eve@example.org')).json()).toMatchObject({ code: 'wrong_credentials' });
  // Whoever was refused may ask again.
  expect((await ask('eve@example.org')).statusCode).toBe(204);
  expect((await list())[0]).toMatchObject({ email: 'eve@example.org', state: 'pending' });
});

it('makes nothing when the project is unknown', async () => {
  await turn('approval');
  await ask('lena@example.org');
  const [asked] = await list();
  const membership = { projectId: '01900000-0000-7000-8000-00000000dead', role: 'annotator' };
  expect((await decide(asked.id, { approve: true, membership })).json()).toMatchObject({ code: 'not_found' });
  expect((await list())[0]).toMatchObject({ state: 'pending' });
  expect((await signIn('lena@example.org')).statusCode).toBe(401);
});

it('answers alike for e-mails that have an account, asked before, or are new', async () => {
  await turn('approval');
  const known = await kit.addPerson();
  await ask('twice@example.org');
  const shapes = [];
  for (const email of [known.email, 'twice@example.org', 'fresh@example.org']) {
    const answer = await ask(email);
    const {
      date: _date,
      'x-ratelimit-remaining': _left,
      'x-ratelimit-reset': _reset,
      ...headers
    } = answer.headers;
    shapes.push({ status: answer.statusCode, body: answer.body, headers });
  }
  expect(shapes[0]).toMatchObject({ status: 204, body: '' });
  expect(shapes[1]).toEqual(shapes[0]);
  expect(shapes[2]).toEqual(shapes[0]);
  const emails = (await list()).map(({ email }: { email: string }) => email);
  expect(emails).not.toContain(known.email);
  expect(emails.filter((email: string) => email === 'twice@example.org')).toHaveLength(1);
});

it('keeps strangers from filling the table', async () => {
  await turn('approval');
  const codes = [];
  for (let i = 0; i < 12; i += 1) codes.push((await ask(`many${i}@example.org`)).statusCode);
  expect(codes.slice(9)).toEqual([204, 429, 429]);
});
