import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

const mails: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    let raw = '';
    stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
    stream.on('end', () => {
      mails.push(raw);
      done();
    });
  },
});

let kit: TestApp;
let owner: Person;
beforeAll(async () => {
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  kit = await createTestApp({}, openMailer({ url: `smtp://127.0.0.1:${port}`, from: 'label@example.org' }));
  owner = await kit.addPerson({ isOwner: true });
});
afterAll(async () => {
  await kit.close();
  server.close();
});
beforeEach(async () => {
  mails.length = 0;
  await kit.database.pool.query('delete from throttles');
});

const NEW = 'entirely other words';
const reset = (token: string, password = NEW) =>
  kit.call(null, 'POST', '/password-reset', { token, password });
const request = (email: string) => kit.call(null, 'POST', '/password-reset/request', { email });
const signIn = (email: string, password: string) => kit.call(null, 'POST', '/session', { email, password });
const makeLink = async (person: Person, maker = owner): Promise<string> => {
  const url = `/users/${person.id}/password-reset`;
  const made = await kit.call(maker, 'POST', url, { currentPassword: PASSWORD });
  // The person is told that a link was made.
  await vi.waitUntil(() => mails.length > 0, { timeout: 10_000 });
  mails.length = 0;
  return made.json().token;
};

/** The mail's text, whatever its transfer encoding. */
async function nextMail(): Promise<string> {
  await vi.waitUntil(() => mails.length > 0, { timeout: 10_000 });
  const raw = mails.shift()!;
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8');
  return /quoted-printable/i.test(head)
    ? text
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

it("works once by the owner's link, and ends sessions, tokens and earlier links", async () => {
  const person = await kit.addPerson();
  const script = await kit.tokenFor(person, ['read']);
  const earlier = await makeLink(person);
  const token = await makeLink(person);
  expect((await reset(earlier)).json()).toMatchObject({ code: 'invite_over', status: 410 });
  expect((await reset(token, 'password123')).json()).toMatchObject({ code: 'password_too_common' });
  expect((await reset(token)).statusCode).toBe(204);
  expect((await reset(token)).json()).toMatchObject({ code: 'invite_over' });
  expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(401);
  expect((await kit.call(script, 'GET', '/me')).statusCode).toBe(401);
  expect((await signIn(person.email, PASSWORD)).statusCode).toBe(401);
  expect((await signIn(person.email, NEW)).statusCode).toBe(200);
  expect(kit.logLines.join('')).not.toContain(token);
});

it('works for exactly one of many at once', async () => {
  const token = await makeLink(await kit.addPerson());
  const answers = await Promise.all(Array.from({ length: 6 }, () => reset(token)));
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 410, 410, 410, 410, 410]);
});

it('answers links that are over, malformed or of disabled people alike', async () => {
  const person = await kit.addPerson();
  const expired = await makeLink(person);
  await kit.database.pool.query('update password_resets set expires_at = now()');
  const disabled = await kit.addPerson();
  const useless = await makeLink(disabled);
  await kit.database.pool.query('update users set disabled_at = now() where id = $1', [disabled.id]);
  const bodies = [];
  for (const token of [expired, useless, `pwr_${'A'.repeat(43)}`, 'nonsense']) {
    const { requestId: _requestId, ...body } = (await reset(token)).json();
    bodies.push(body);
  }
  expect(bodies[0]).toMatchObject({ code: 'invite_over' });
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

it('ends the link when the owner who made it is none any more, or is suspended; a link of a mail stays', async () => {
  const second = await kit.addPerson({ isOwner: true });
  const person = await kit.addPerson();
  const token = await makeLink(person, second);
  const change = (set: string) =>
    kit.database.pool.query(`update users set ${set} where id = $1`, [second.id]);
  for (const [out, back] of [
    ['is_owner = false', 'is_owner = true'],
    ['disabled_at = now()', 'disabled_at = null'],
  ] as const) {
    await change(out);
    expect((await reset(token)).json()).toMatchObject({ code: 'invite_over' });
    await change(back);
  }
  await kit.database.pool.query('update password_resets set created_by = null where user_id = $1', [
    person.id,
  ]);
  await change('disabled_at = now()');
  expect((await reset(token)).statusCode).toBe(204);
});

it('ends the link when the password is changed otherwise', async () => {
  const person = await kit.addPerson();
  const token = await makeLink(person);
  await kit.call(person, 'POST', '/me/password', { currentPassword: PASSWORD, newPassword: NEW });
  expect((await reset(token, 'yet other words here')).json()).toMatchObject({ code: 'invite_over' });
});

it('sends a link by mail in the language of the person', async () => {
  const person = await kit.addPerson();
  await kit.call(person, 'PATCH', '/me', { locale: 'zh-CN' });
  expect((await request(person.email.toUpperCase())).statusCode).toBe(204);
  const text = await nextMail();
  expect(text).toContain('重置');
  const link = new URL(/https?:\/\/\S+/.exec(text)![0]);
  expect(link.origin + link.pathname).toBe(`${new URL(ORIGIN).origin}/reset`);
  expect(link.search).toBe('');
  expect((await reset(link.hash.slice(1))).statusCode).toBe(204);
  expect((await signIn(person.email, NEW)).statusCode).toBe(200);
});

it('answers alike for e-mails with and without an account, and mails nobody but the person', async () => {
  const person = await kit.addPerson();
  const disabled = await kit.addPerson();
  await kit.database.pool.query('update users set disabled_at = now() where id = $1', [disabled.id]);
  const shapes = [];
  for (const email of ['ghost@example.org', disabled.email, person.email]) {
    const answer = await request(email);
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
  expect(await nextMail()).toContain('/reset#pwr_');
  expect(mails).toEqual([]);
});

it('does the work for an account only after it has answered', async () => {
  const person = await kit.addPerson();
  // Whoever asks must not wait for anything that is done for accounts only: here all of that is held up.
  const blocker = await kit.database.pool.connect();
  try {
    await blocker.query('begin; lock table users in access exclusive mode');
    expect((await request(person.email)).statusCode).toBe(204);
    expect(mails).toEqual([]);
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  expect(await nextMail()).toContain('pwr_');
});

it('sends few mails to one mailbox', async () => {
  const codes = [];
  for (let i = 0; i < 5; i += 1) codes.push((await request('ghost@example.org')).statusCode);
  expect(codes).toEqual([204, 204, 204, 429, 429]);
});
