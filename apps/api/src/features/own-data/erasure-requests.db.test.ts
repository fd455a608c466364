import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ErasureRequest, MyErasureRequest } from '@pairwright/contract/erasure-requests';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

/** What was mailed, as the console shows it. */
const sent: string[] = [];
const mailer = openMailer({
  url: 'console:',
  from: 'label@example.org',
  write: (text) => void sent.push(text),
});

let kit: TestApp;
let owner: Person;
let person: Person;
beforeAll(async () => {
  kit = await createTestApp({}, mailer);
  owner = await kit.addPerson({ isOwner: true });
});
afterAll(() => kit.close());
beforeEach(async () => {
  person = await kit.addPerson({ name: 'Wei' });
  sent.length = 0;
});

const ask = (by: Person, body: object = {}) =>
  kit.call(by, 'POST', '/me/erasure-request', { email: by.email, ...body });
const mine = async (of: Person): Promise<MyErasureRequest | null> =>
  (await kit.call(of, 'GET', '/me/erasure-request')).json().request;
const takeBack = (by: Person, id: string) => kit.call(by, 'DELETE', `/me/erasure-request/${id}`);
const decide = (id: string, body: object, by = owner) =>
  kit.call(by, 'POST', `/erasure-requests/${id}/decision`, body);
const erase = { decision: 'erase', currentPassword: PASSWORD };
const list = async (): Promise<ErasureRequest[]> =>
  (await kit.call(owner, 'GET', '/erasure-requests')).json().items;

it('is kept, shown to owners and mailed to them, and one waits at a time', async () => {
  expect(await mine(person)).toBeNull();
  const asked = await ask(person, { note: 'I have left the company.' });
  expect(asked.statusCode, asked.body).toBe(201);
  expect(await mine(person)).toEqual(asked.json());
  expect(asked.json()).toMatchObject({ state: 'pending', note: 'I have left the company.', reason: null });
  expect((await list())[0]).toMatchObject({
    id: asked.json().id,
    person: { id: person.id, name: 'Wei', email: person.email },
    state: 'pending',
    decidedBy: null,
  });
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toContain(owner.email);
  expect(sent[0]).toContain('/people');
  // What they wrote is for the page alone.
  expect(sent[0]).not.toContain('company');
  expect((await ask(person)).json().code).toBe('wrong_state');
});

it('one of many at once is kept', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(person)));
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
});

it('wants the own e-mail, and is nothing for owners and tokens', async () => {
  const wrong = await ask(person, { email: 'wei@example.org' });
  expect(wrong.json()).toMatchObject({ code: 'invalid_request', faults: [{ path: 'body.email' }] });
  expect((await ask(owner)).json().code).toBe('wrong_state');
  const script = await kit.tokenFor(person, ['read', 'manage']);
  expect((await ask(script)).json().code).toBe('session_required');
  expect(await mine(person)).toBeNull();
});

it('is taken back by the person alone, until it is decided', async () => {
  const { id } = (await ask(person)).json();
  expect((await takeBack(await kit.addPerson(), id)).json().code).toBe('not_found');
  expect((await takeBack(person, id)).json()).toMatchObject({ id, state: 'cancelled' });
  expect((await takeBack(person, id)).json().code).toBe('wrong_state');
  expect((await decide(id, { ...erase, email: person.email })).json().code).toBe('wrong_state');
  expect((await ask(person)).statusCode).toBe(201);
});

it('is declined with a reason that the person reads, and they may ask again', async () => {
  const { id } = (await ask(person)).json();
  expect((await decide(id, { decision: 'decline', reason: '  ' })).json().code).toBe('invalid_request');
  const declined = await decide(id, { decision: 'decline', reason: 'Your pay of May is not settled yet.' });
  expect(declined.json()).toMatchObject({ state: 'declined', decidedBy: 'Somebody' });
  expect(await mine(person)).toMatchObject({
    state: 'declined',
    reason: 'Your pay of May is not settled yet.',
  });
  await expect.poll(() => sent.find((mail) => mail.includes('pay of May'))).toContain(person.email);
  expect((await takeBack(person, id)).json().code).toBe('wrong_state');
  expect((await ask(person)).statusCode).toBe(201);
});

it('is nothing that an admin of a project decides or sees', async () => {
  const { id } = (await ask(person)).json();
  const admin = await kit.addPerson();
  expect((await decide(id, { ...erase, email: person.email }, admin)).json().code).toBe('not_found');
  expect((await kit.call(admin, 'GET', '/erasure-requests')).json().code).toBe('not_found');
});

it('erases who asked, by the typed e-mail, and leaves no word of theirs', async () => {
  const { id } = (await ask(person, { note: 'a word about my illness' })).json();
  const wrong = await decide(id, { ...erase, email: 'wei@example.org' });
  expect(wrong.json()).toMatchObject({ code: 'invalid_request', faults: [{ path: 'body.email' }] });
  expect(await mine(person)).toMatchObject({ state: 'pending' });
  const done = await decide(id, { ...erase, email: person.email });
  expect(done.statusCode, done.body).toBe(200);
  expect(done.json()).toMatchObject({
    state: 'done',
    note: '',
    person: { id: person.id, name: expect.stringMatching(/^annotator-/) },
  });
  await expect.poll(() => sent.find((mail) => mail.includes('have been erased'))).toContain(person.email);
  expect((await kit.call(person, 'GET', '/me')).json().code).toBe('not_signed_in');
  expect((await decide(id, { ...erase, email: person.email })).json().code).toBe('wrong_state');
  const { rows } = await kit.database.pool.query('select note, reason from erasure_requests where id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ note: '', reason: null }]);
  const { items } = (await kit.call(owner, 'GET', '/audit?action=decideErasureRequest')).json();
  expect(items[0]).toMatchObject({
    object: { kind: 'erasure_request', id },
    before: { state: 'pending' },
    after: { state: 'done', decision: 'erase' },
  });
  expect(JSON.stringify(items[0])).not.toContain(person.email);
  expect(await checkAudit(kit.services)).toMatchObject({ fault: null });
});

it('is done by an erasure without a request too', async () => {
  const { id } = (await ask(person, { note: 'please' })).json();
  await kit.call(owner, 'POST', `/users/${person.id}/erase`, {
    email: person.email,
    currentPassword: PASSWORD,
  });
  expect((await list()).find((one) => one.id === id)).toMatchObject({ state: 'done', note: '' });
});

it('deciding and taking back at once: one of them holds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const somebody = await kit.addPerson();
    const { id } = (await ask(somebody)).json();
    const [back, declined] = await Promise.all([
      takeBack(somebody, id),
      decide(id, { decision: 'decline', reason: 'No.' }),
    ]);
    expect([back.statusCode, declined.statusCode].toSorted()).toEqual([200, 409]);
    const state = back.statusCode === 200 ? 'cancelled' : 'declined';
    expect((await list()).find((one) => one.id === id)).toMatchObject({ state });
  }
});

it('is part of what a person may read of themselves', async () => {
  await ask(person, { note: 'because' });
  const data = await kit.call(person, 'GET', '/me/data.jsonl');
  expect(data.body).toContain('"kind":"erasure_request","state":"pending","note":"because"');
});
