import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';
import { giveSoftPasskey } from '../auth/passkey.fixture.ts';

const letters: string[] = [];
const kit = await createTestApp(
  {},
  openMailer({ url: 'console:', from: 'label@example.org', write: (text) => void letters.push(text) }),
);
afterAll(() => kit.close());

let owner: Person;
let other: Person;
let person: Person;
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles; update users set is_owner = false');
  owner = await kit.addPerson({ isOwner: true });
  other = await kit.addPerson({ isOwner: true });
  person = await kit.addPerson();
  await giveSoftPasskey(kit, person.id);
  await giveSoftPasskey(kit, other.id);
  letters.length = 0;
});

const NEW = 'entirely other words';
const ways = [
  { what: 'a new password', path: 'password', body: { password: NEW } },
  { what: 'a link for a new password', path: 'password-reset', body: {} },
  { what: 'lost factors', path: 'factors/remove', body: {} },
] as const;

const ask = (by: Person | null, of: Person, { path, body }: (typeof ways)[number], rest: object = {}) =>
  kit.call(by, 'POST', `/users/${of.id}/${path}`, { ...body, ...rest });
const proof = { currentPassword: PASSWORD };

/** What somebody signs in with, and whether links for a new password wait. */
async function waysInOf(of: Person): Promise<unknown> {
  const { rows } = await kit.database.pool.query(
    `select password_hash, (select count(*)::int from passkeys where user_id = u.id) as passkeys,
      (select count(*)::int from password_resets where user_id = u.id) as links from users u where id = $1`,
    [of.id],
  );
  return rows[0];
}

describe.each(ways)('$what', (way) => {
  it('is for no token, whatever it may do', async () => {
    const script = await kit.tokenFor(owner, ['read', 'annotate', 'import', 'export', 'manage']);
    for (const of of [owner, other, person]) {
      const before = await waysInOf(of);
      const answer = await ask(script, of, way, { ...proof, email: of.email });
      expect(answer.json()).toMatchObject({ code: 'session_required' });
      expect(await waysInOf(of)).toEqual(before);
    }
  });

  it('wants who asks to show who they are, and counts wrong passwords', async () => {
    const before = await waysInOf(person);
    expect((await ask(owner, person, way)).json()).toMatchObject({ code: 'proof_needed' });
    const wrong = { currentPassword: 'not it' };
    const tries = [];
    for (let n = 0; n < 11; n++) tries.push((await ask(owner, person, way, wrong)).json().code);
    expect(tries).toEqual([...Array<string>(10).fill('wrong_password'), 'too_many_requests']);
    expect(await waysInOf(person)).toEqual(before);
  });

  it('is refused for oneself, who has an own page for it', async () => {
    const before = await waysInOf(owner);
    expect((await ask(owner, owner, way, { ...proof, email: owner.email })).json()).toMatchObject({
      code: 'wrong_state',
      detail: expect.stringContaining('Account page'),
    });
    expect(await waysInOf(owner)).toEqual(before);
  });

  it('of another owner takes their e-mail, typed', async () => {
    const before = await waysInOf(other);
    for (const rest of [proof, { ...proof, email: owner.email }])
      expect((await ask(owner, other, way, rest)).json()).toMatchObject({
        code: 'invalid_request',
        faults: [{ path: 'body.email' }],
      });
    expect(await waysInOf(other)).toEqual(before);
    const done = await ask(owner, other, way, { ...proof, email: other.email });
    expect(done.statusCode, done.body).toBeLessThan(300);
    expect(await waysInOf(other)).not.toEqual(before);
  });

  it('of somebody else is done, and they get a mail without a secret', async () => {
    const before = await waysInOf(person);
    expect((await ask(owner, person, way, { ...proof, email: other.email })).statusCode).toBe(400);
    const done = await ask(owner, person, way, proof);
    expect(done.statusCode, done.body).toBeLessThan(300);
    expect(await waysInOf(person)).not.toEqual(before);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toContain(person.email);
    const secret: string = done.statusCode === 201 ? done.json().token : NEW;
    expect(letters[0]).not.toContain(secret);
  });

  it('is nothing that an admin, or nobody, can ask for', async () => {
    const before = await waysInOf(person);
    const made = await kit.call(owner, 'POST', '/projects', {
      name: `Of ${way.path}`,
      template: 'pair_7',
      language: 'en',
    });
    const admin = await kit.addMember(made.json().id, 'admin');
    expect((await ask(admin, person, way, proof)).json()).toMatchObject({ code: 'not_found' });
    expect((await ask(null, person, way, proof)).json()).toMatchObject({ code: 'not_signed_in' });
    expect(await waysInOf(person)).toEqual(before);
  });
});

describe('another e-mail', () => {
  const change = (by: Person, of: Person, newEmail: string, rest: object = {}) =>
    kit.call(by, 'POST', `/users/${of.id}/email`, { email: of.email, newEmail, ...proof, ...rest });
  const signIn = (email: string) => kit.call(null, 'POST', '/session', { email, password: PASSWORD });
  const emailOf = async (of: Person) =>
    (await kit.database.pool.query('select email from users where id = $1', [of.id])).rows[0].email;

  it('is what the person signs in with from then on; both addresses get a mail, and the log says it', async () => {
    const link = await kit.call(owner, 'POST', `/users/${person.id}/password-reset`, proof);
    letters.length = 0;
    const newEmail = `New-${person.id}@Example.org`;
    const done = await change(owner, person, newEmail);
    expect(done.json(), done.body).toMatchObject({ id: person.id, email: newEmail.toLowerCase() });
    expect((await signIn(person.email)).statusCode).toBe(401);
    expect((await signIn(newEmail)).statusCode).toBe(200);
    expect((await kit.call(person, 'GET', '/me')).statusCode, 'sessions stay').toBe(200);
    const late = { token: link.json().token, password: NEW };
    expect((await kit.call(null, 'POST', '/password-reset', late)).json().code).toBe('invite_over');
    expect(letters.map((text) => /mail to (\S+):/.exec(text)?.[1])).toEqual([
      person.email,
      newEmail.toLowerCase(),
    ]);
    expect(letters[0]).not.toContain(newEmail.toLowerCase());
    const { rows } = await kit.database.pool.query(
      `select e.actor_id, e.after, p.data from audit_events e join audit_private p on p.seq = e.seq and p.part = 'person'
       where e.action = 'changeEmail' and e.object_id = $1`,
      [person.id],
    );
    expect(rows).toEqual([
      {
        actor_id: owner.id,
        after: { address: 'changed' },
        data: { before: { email: person.email }, after: { email: newEmail.toLowerCase() } },
      },
    ]);
  });

  it('is taken with proof and the typed one, by no token and no admin, for oneself too, not for the demo', async () => {
    const wanted = `other-${person.id}@example.org`;
    const refused = async (by: Person, code: string, rest: object = {}) => {
      expect((await change(by, person, wanted, rest)).json()).toMatchObject({ code });
      expect(await emailOf(person)).toBe(person.email);
    };
    await refused(owner, 'proof_needed', { currentPassword: undefined });
    await refused(owner, 'wrong_password', { currentPassword: 'not it' });
    await refused(owner, 'invalid_request', { email: owner.email });
    await refused(owner, 'invalid_request', { newEmail: person.email });
    await refused(owner, 'email_taken', { newEmail: other.email.toUpperCase() });
    await refused(await kit.tokenFor(owner, ['manage']), 'session_required');
    await refused(await kit.addPerson(), 'not_found');
    const demo = await kit.addPerson({ isDemo: true });
    expect((await change(owner, demo, wanted)).json()).toMatchObject({ code: 'wrong_state' });
    expect((await change(owner, owner, wanted)).statusCode).toBe(200);
    expect((await signIn(wanted)).statusCode).toBe(200);
  });

  it('takes along what is known by the old one, so that erasing the person removes it', async () => {
    await kit.database.pool.query(
      `insert into registrations (id, email, name, state, locale, decided_at) values ($1, $2, 'As asked', 'approved', 'en', now())`,
      [kit.services.ids.next(), person.email],
    );
    const newEmail = `erased-${person.id}@example.org`;
    expect((await change(owner, person, newEmail)).statusCode).toBe(200);
    const gone = await kit.call(owner, 'POST', `/users/${person.id}/erase`, {
      email: newEmail,
      currentPassword: PASSWORD,
    });
    expect(gone.statusCode, gone.body).toBe(204);
    const { rows } = await kit.database.pool.query(
      'select email from registrations where email = any($1::text[])',
      [[person.email, newEmail]],
    );
    expect(rows).toEqual([]);
  });
});

it('disabling an account is for no token', async () => {
  const script = await kit.tokenFor(owner, ['manage']);
  expect((await kit.call(script, 'PATCH', `/users/${other.id}`, { disabled: true })).json()).toMatchObject({
    code: 'session_required',
  });
  expect((await kit.call(owner, 'PATCH', `/users/${other.id}`, { disabled: true })).statusCode).toBe(200);
});

it('a token is made by who shows who they are, not by who has borrowed the session', async () => {
  const wish = { name: 'For a year', scopes: ['manage'], expiresInDays: 365 };
  const make = (rest: object) => kit.call(owner, 'POST', '/me/tokens', { ...wish, ...rest });
  expect((await make({})).json()).toMatchObject({ code: 'proof_needed' });
  const tries = [];
  for (let n = 0; n < 11; n++) tries.push((await make({ currentPassword: 'not it' })).json().code);
  expect(tries).toEqual([...Array<string>(10).fill('wrong_password'), 'too_many_requests']);
  const made = async () =>
    (await kit.database.pool.query('select id from api_tokens where user_id = $1', [owner.id])).rows.length;
  expect(await made()).toBe(0);
  await kit.database.pool.query('delete from throttles');
  expect((await make(proof)).statusCode).toBe(201);
  expect(await made()).toBe(1);
});
