import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../../test-app.ts';
import { giveSoftPasskey } from '../auth/passkey.fixture.ts';

const recipients: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
      done();
    });
  },
});

let kit: TestApp;
let owner: Person;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  kit = await createTestApp({}, openMailer({ url: `smtp://127.0.0.1:${port}`, from: 'label@example.org' }));
});
afterAll(async () => {
  await kit.close();
  server.close();
});
/** Each test begins with one owner. */
beforeEach(async () => {
  recipients.length = 0;
  await kit.database.pool.query('delete from throttles; update users set is_owner = false');
  owner = await kit.addPerson({ isOwner: true });
});

type Change = 'hand_over' | 'take_in' | 'end';
const change = (by: Person, of: Person, what: Change, rest: object = {}) =>
  kit.call(by, 'POST', `/users/${of.id}/ownership`, {
    change: what,
    email: of.email,
    currentPassword: PASSWORD,
    ...rest,
  });
async function owners(): Promise<string[]> {
  const { rows } = await kit.database.pool.query('select id from users where is_owner order by id');
  return rows.map(({ id }) => id);
}

it('hands the installation over: at once, written down, and told to both', async () => {
  const next = await kit.addPerson();
  const done = await change(owner, next, 'hand_over');
  expect(done.json(), done.body).toMatchObject({ id: next.id, isOwner: true });
  expect(await owners()).toEqual([next.id]);
  expect((await kit.call(owner, 'GET', '/users')).statusCode).toBe(404);
  expect((await kit.call(next, 'GET', '/users')).statusCode).toBe(200);
  const { rows } = await kit.database.pool.query(
    `select actor_id, object_id, before, after from audit_events where action = 'changeOwnership'`,
  );
  expect(rows).toEqual([
    {
      actor_id: owner.id,
      object_id: next.id,
      before: { is_owner: false },
      after: { is_owner: true, change: 'hand_over' },
    },
  ]);
  await vi.waitUntil(() => recipients.length === 2, { timeout: 10_000 });
  expect([...recipients].sort()).toEqual([owner.email, next.email].sort());
});

it('takes others in and ends that, also for oneself, but never for the last', async () => {
  const other = await kit.addPerson();
  expect((await change(owner, other, 'take_in')).statusCode).toBe(200);
  expect((await change(owner, other, 'take_in')).json()).toMatchObject({ code: 'wrong_state' });
  expect((await change(owner, owner, 'end')).statusCode).toBe(200);
  expect(await owners()).toEqual([other.id]);
  expect((await change(other, other, 'end')).json()).toMatchObject({ code: 'last_owner', status: 409 });
  expect((await change(other, owner, 'end')).json()).toMatchObject({ code: 'wrong_state' });
  expect(await owners()).toEqual([other.id]);
});

it('wants who asks to show who they are, and to type the e-mail', async () => {
  const next = await kit.addPerson();
  const body = { change: 'hand_over', email: next.email };
  const ask = (person: Person, rest: object) =>
    kit.call(person, 'POST', `/users/${next.id}/ownership`, { ...body, ...rest });
  expect((await ask(owner, {})).json()).toMatchObject({ code: 'proof_needed' });
  expect((await ask(owner, { currentPassword: 'not it' })).json()).toMatchObject({ code: 'wrong_password' });
  expect((await change(owner, next, 'hand_over', { email: owner.email })).json()).toMatchObject({
    code: 'invalid_request',
    faults: [{ path: 'body.email' }],
  });
  const script = await kit.tokenFor(owner, ['manage']);
  expect((await ask(script, { currentPassword: PASSWORD })).json()).toMatchObject({
    code: 'session_required',
  });
  const outsider = await kit.addPerson();
  expect((await ask(outsider, { currentPassword: PASSWORD })).json()).toMatchObject({ code: 'not_found' });
  expect(await owners()).toEqual([owner.id]);
  const key = await giveSoftPasskey(kit, owner.id);
  const begun = (await kit.call(owner, 'POST', '/me/proof/passkey/start')).json();
  await kit.call(owner, 'POST', '/me/proof/passkey', {
    ceremonyId: begun.ceremonyId,
    credential: key.answer(begun.options.challenge, ORIGIN),
  });
  expect((await ask(owner, {})).statusCode).toBe(200);
  expect(await owners()).toEqual([next.id]);
});

it('gives it to nobody who cannot sign in, is of the demo, or is gone', async () => {
  const disabled = await kit.addPerson();
  await kit.call(owner, 'PATCH', `/users/${disabled.id}`, { disabled: true });
  const demo = await kit.addPerson({ isDemo: true });
  for (const person of [disabled, demo])
    for (const what of ['hand_over', 'take_in'] as const)
      expect((await change(owner, person, what)).json()).toMatchObject({ code: 'wrong_state' });
  expect((await change(owner, owner, 'hand_over')).json()).toMatchObject({ code: 'wrong_state' });
  const erased = await kit.addPerson();
  await kit.call(owner, 'POST', `/users/${erased.id}/erase`, {
    email: erased.email,
    currentPassword: PASSWORD,
  });
  expect((await change(owner, erased, 'hand_over')).json()).toMatchObject({ code: 'not_found' });
  expect(await owners()).toEqual([owner.id]);
});

it('keeps an active owner: two who disable or degrade each other at once do not both succeed', async () => {
  const rounds = Array.from({ length: 8 }, (_, round) => (round % 2 === 0 ? 'disable' : 'end'));
  for (const what of rounds) {
    await kit.database.pool.query('update users set is_owner = false');
    const [a, b] = [await kit.addPerson({ isOwner: true }), await kit.addPerson({ isOwner: true })];
    const ask = (by: Person, of: Person) =>
      what === 'end' ? change(by, of, 'end') : kit.call(by, 'PATCH', `/users/${of.id}`, { disabled: true });
    const answers = await Promise.all([ask(a, b), ask(b, a)]);
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
    const { rows } = await kit.database.pool.query(
      'select count(*)::int as n from users where is_owner and disabled_at is null',
    );
    expect(rows).toEqual([{ n: 1 }]);
  }
});

it('hands over once when it is asked twice at once', async () => {
  const [first, second] = [await kit.addPerson(), await kit.addPerson()];
  const answers = await Promise.all([change(owner, first, 'hand_over'), change(owner, second, 'hand_over')]);
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 404]);
  expect(await owners()).toHaveLength(1);
  expect(await owners()).not.toContain(owner.id);
});

it('does not count an owner of the demo, whose password is public', async () => {
  const demo = await kit.addPerson({ isOwner: true, isDemo: true });
  expect((await change(owner, owner, 'end')).json()).toMatchObject({ code: 'last_owner' });
  expect((await kit.call(demo, 'PATCH', `/users/${owner.id}`, { disabled: true })).json()).toMatchObject({
    code: 'last_owner',
  });
  expect((await change(owner, demo, 'end')).statusCode).toBe(200);
});

it('erases no owner', async () => {
  const other = await kit.addPerson({ isOwner: true });
  const answer = await kit.call(owner, 'POST', `/users/${other.id}/erase`, {
    email: other.email,
    currentPassword: PASSWORD,
  });
  expect(answer.json()).toMatchObject({ code: 'wrong_state' });
});
