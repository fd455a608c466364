import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Another browser of this person. */
async function signInAgain(person: Person, userAgent: string): Promise<Person> {
  const answer = await kit.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host: 'localhost:80', origin: ORIGIN, 'user-agent': userAgent },
    payload: { email: person.email, password: PASSWORD },
    remoteAddress: '192.0.2.7',
  });
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  return { ...person, headers: { cookie, origin: ORIGIN } };
}

const sessionsOf = async (person: Person) => (await kit.call(person, 'GET', '/me/sessions')).json().items;
const isIn = async (person: Person) => (await kit.call(person, 'GET', '/me')).statusCode === 200;

it('lists where one is signed in, with device and address, and which one asks', async () => {
  const person = await kit.addPerson();
  const other = await signInAgain(person, FIREFOX);
  const items = await sessionsOf(other);
  expect(items).toHaveLength(2);
  expect(items.find(({ isThis }: { isThis: boolean }) => isThis)).toMatchObject({
    browser: 'Firefox',
    system: 'Linux',
    address: '192.0.2.7',
  });
  expect(JSON.stringify(items)).not.toContain(other.headers['cookie']!.split('=')[1]);
  await kit.database.pool.query(
    `update sessions set last_used_at = now() - interval '15 days' where user_id = $1 and address = '127.0.0.1'`,
    [person.id],
  );
  expect(await sessionsOf(other)).toHaveLength(1);
});

it('ends one at once, never that of somebody else', async () => {
  const person = await kit.addPerson();
  const other = await signInAgain(person, FIREFOX);
  const stranger = await kit.addPerson();
  const found = (await sessionsOf(person)).find(({ isThis }: { isThis: boolean }) => !isThis);
  expect((await kit.call(stranger, 'DELETE', `/me/sessions/${found.id}`)).json()).toMatchObject({
    code: 'not_found',
  });
  expect(await isIn(other)).toBe(true);
  expect((await kit.call(person, 'DELETE', `/me/sessions/${found.id}`)).statusCode).toBe(204);
  expect(await isIn(other)).toBe(false);
  expect(await isIn(person)).toBe(true);
});

it('ends all others', async () => {
  const person = await kit.addPerson();
  const others = [await signInAgain(person, FIREFOX), await signInAgain(person, FIREFOX)];
  const stranger = await kit.addPerson();
  expect((await kit.call(person, 'DELETE', '/me/sessions')).json()).toEqual({ ended: 2 });
  expect(await Promise.all([...others, person, stranger].map(isIn))).toEqual([false, false, true, true]);
});

it('takes a new token at sign-in and when the password changes', async () => {
  const person = await kit.addPerson();
  const first = await signInAgain(person, FIREFOX);
  const second = await signInAgain(person, FIREFOX);
  expect(second.headers['cookie']).not.toBe(first.headers['cookie']);
  const changed = await kit.call(first, 'POST', '/me/password', {
    currentPassword: PASSWORD,
    newPassword: 'entirely other words',
  });
  const cookie = String(changed.headers['set-cookie']).split(';')[0]!;
  expect(await Promise.all([first, second, person].map(isIn))).toEqual([false, false, false]);
  expect(await isIn({ ...person, headers: { cookie, origin: ORIGIN } })).toBe(true);
});

it('takes no session that somebody brought along', async () => {
  const person = await kit.addPerson();
  const fixed = 'A'.repeat(43);
  const answer = await kit.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host: 'localhost:80', origin: ORIGIN, cookie: `pairwright=${fixed}` },
    payload: { email: person.email, password: PASSWORD },
  });
  expect(String(answer.headers['set-cookie'])).not.toContain(fixed);
  expect(await isIn({ ...person, headers: { cookie: `pairwright=${fixed}`, origin: ORIGIN } })).toBe(false);
});

it('end after two weeks without use, and after sixty days at most', async () => {
  const [idle, old] = [await kit.addPerson(), await kit.addPerson()];
  expect(await Promise.all([idle, old].map(isIn))).toEqual([true, true]);
  const { rows } = await kit.database.pool.query(
    `select extract(day from expires_at - created_at)::int as days from sessions where user_id = $1`,
    [old.id],
  );
  expect(rows).toEqual([{ days: 60 }]);
  await kit.database.pool.query(
    `update sessions set last_used_at = now() - interval '14 days' where user_id = $1`,
    [idle.id],
  );
  await kit.database.pool.query(`update sessions set expires_at = now() where user_id = $1`, [old.id]);
  expect(await Promise.all([idle, old].map(isIn))).toEqual([false, false]);
});

it('of somebody are ended by an owner, all at once; the account and its tokens stay', async () => {
  const owner = await kit.addPerson({ isOwner: true });
  const person = await kit.addPerson();
  const [other, stranger] = [await signInAgain(person, FIREFOX), await kit.addPerson()];
  const script = await kit.tokenFor(person, ['read']);
  expect((await kit.call(stranger, 'DELETE', `/users/${person.id}/sessions`)).json().code).toBe('not_found');
  expect((await kit.call(owner, 'DELETE', `/users/${kit.services.ids.next()}/sessions`)).json().code).toBe(
    'not_found',
  );
  const ended = await kit.call(owner, 'DELETE', `/users/${person.id}/sessions`);
  expect(ended.json()).toEqual({ ended: 2 });
  expect([await isIn(person), await isIn(other), await isIn(stranger)]).toEqual([false, false, true]);
  expect(await isIn(script)).toBe(true);
  expect(await isIn(await signInAgain(person, FIREFOX))).toBe(true);
});

it('of everybody are ended by an owner, but for the one that asks', async () => {
  const owner = await kit.addPerson({ isOwner: true });
  const elsewhere = await signInAgain(owner, FIREFOX);
  const people = [await kit.addPerson(), await kit.addPerson({ isOwner: true })];
  expect((await kit.call(people[0]!, 'DELETE', '/sessions')).json().code).toBe('not_found');
  const script = await kit.tokenFor(owner, ['manage']);
  expect((await kit.call(script, 'DELETE', '/sessions')).json().code).toBe('session_required');
  expect((await kit.call(owner, 'DELETE', '/sessions')).json().ended).toBeGreaterThanOrEqual(3);
  for (const person of [...people, elsewhere]) expect(await isIn(person)).toBe(false);
  expect(await isIn(owner)).toBe(true);
});
