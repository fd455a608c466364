import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../../test-app.ts';
import { giveSoftPasskey, type SoftPasskey } from './passkey.fixture.ts';
import { startTestProvider, type TestProvider } from './oidc-provider.fixture.ts';

const RETURN = `${new URL(ORIGIN).origin}/sign-in/provider`;
/** What the browser signs as the page's origin, here as tests send it. */
const SITE = ORIGIN;

let provider: TestProvider;
let kit: TestApp;

beforeAll(async () => {
  provider = await startTestProvider(RETURN);
  const { issuer, clientId, clientSecret } = provider;
  const oidc = { issuer, clientId, clientSecret, name: 'Example ID', createsAccounts: true };
  kit = await createTestApp({ oidc: { ...oidc, roleClaim: 'groups', roles: [] } });
});
afterAll(async () => {
  await kit.close();
  await provider.close();
});
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

const jar = (headers: Record<string, unknown>, name: RegExp): string =>
  [headers['set-cookie']]
    .flat()
    .map(String)
    .find((line) => name.test(line))!
    .split(';')[0]!;
const withCookie = (cookie: string): Person => ({ id: '', email: '', headers: { cookie, origin: ORIGIN } });

/** Somebody whom the provider has signed in, and who has no password. */
async function byProvider(subject: string): Promise<Person> {
  provider.people.set(subject, { email: `${subject}@example.org`, email_verified: true });
  provider.next = subject;
  const begun = await kit.call(null, 'POST', '/session/oidc/start');
  const query = await provider.visit(begun.json().url);
  const answer = await kit.call(withCookie(jar(begun.headers, /-oidc=/)), 'POST', '/session/oidc', { query });
  const person = withCookie(jar(answer.headers, /^pairwright=[^;]/));
  return { ...person, id: (await kit.call(person, 'GET', '/me')).json().id };
}

/** Begins to show who it is at the provider; the cookie is of the browser that began. */
async function beginProof(person: Person): Promise<{ url: string; browser: Person }> {
  const begun = await kit.call(person, 'POST', '/me/proof/provider/start');
  expect(begun.statusCode, begun.body).toBe(201);
  const cookie = `${person.headers['cookie']}; ${jar(begun.headers, /-oidc=/)}`;
  return { url: begun.json().url, browser: withCookie(cookie) };
}

async function proveAt(person: Person, subject: string) {
  const { url, browser } = await beginProof(person);
  provider.next = subject;
  return kit.call(browser, 'POST', '/session/oidc', { query: await provider.visit(url) });
}

const refused = { code: 'provider_refused', status: 401 };
const needed = { code: 'proof_needed', status: 403 };
const startTotp = (person: Person) => kit.call(person, 'POST', '/me/totp', {});

describe('an account without a password', () => {
  it('adds and removes factors after a fresh sign-in at its provider, and not without', async () => {
    const person = await byProvider('noor');
    expect((await kit.call(person, 'GET', '/me/proof')).json()).toEqual({
      password: false,
      passkey: false,
      provider: true,
      provedUntil: null,
    });
    const [linked] = (await kit.call(person, 'GET', '/me/identities')).json().items;
    for (const [method, path] of [
      ['POST', '/me/totp'],
      ['POST', '/me/totp/remove'],
      ['POST', '/me/recovery-codes'],
      ['POST', '/me/passkeys/start'],
      ['POST', '/me/identities/start'],
      ['POST', `/me/identities/${linked.id}/remove`],
    ] as const)
      expect((await kit.call(person, method, path, {})).json(), path).toMatchObject(needed);
    expect((await kit.call(person, 'POST', '/me/totp', { currentPassword: PASSWORD })).json()).toMatchObject({
      code: 'wrong_password',
    });
    expect((await proveAt(person, 'noor')).json()).toEqual({ linked: false, proved: true });
    expect((await kit.call(person, 'GET', '/me/proof')).json().provedUntil).toEqual(expect.any(String));
    expect((await startTotp(person)).statusCode).toBe(201);
    expect((await kit.call(person, 'POST', '/me/passkeys/start', {})).statusCode).toBe(201);
    expect((await kit.call(person, 'POST', '/me/totp/remove', {})).statusCode).toBe(204);
  });

  it('asks the provider to ask again, and believes only a sign-in after that', async () => {
    const person = await byProvider('otto');
    const first = await beginProof(person);
    const { searchParams } = new URL(first.url);
    expect(searchParams.get('prompt')).toBe('login');
    expect(Number(searchParams.get('max_age'))).toBeGreaterThan(0);
    provider.next = 'otto';
    const query = await provider.visit(first.url);
    // As if it had been begun later than the provider says that the person signed in.
    await kit.database.pool.query(`update oidc_sign_ins set expires_at = expires_at + interval '2 minutes'`);
    expect((await kit.call(first.browser, 'POST', '/session/oidc', { query })).json()).toMatchObject(refused);
    expect((await startTotp(person)).json()).toMatchObject(needed);
  });

  it('is not proved by somebody else at the provider, in another browser, or for another session', async () => {
    const person = await byProvider('pia');
    await byProvider('quentin');
    expect((await proveAt(person, 'quentin')).json()).toMatchObject(refused);
    const { url } = await beginProof(person);
    const { browser: other } = await beginProof(person);
    provider.next = 'pia';
    const query = await provider.visit(url);
    expect((await kit.call(other, 'POST', '/session/oidc', { query })).json()).toMatchObject(refused);
    expect((await startTotp(person)).json()).toMatchObject(needed);
    const elsewhere = await byProvider('pia');
    expect((await proveAt(person, 'pia')).json()).toMatchObject({ proved: true });
    expect((await startTotp(elsewhere)).json()).toMatchObject(needed);
    expect((await startTotp(person)).statusCode).toBe(201);
  });

  it('is proved for a few minutes, and not for a session that has ended meanwhile', async () => {
    const person = await byProvider('rana');
    await proveAt(person, 'rana');
    await kit.database.pool.query(
      `update sessions set proved_at = proved_at - interval '5 minutes' where user_id = $1`,
      [person.id],
    );
    expect((await startTotp(person)).json()).toMatchObject(needed);
    const { url, browser } = await beginProof(person);
    provider.next = 'rana';
    const query = await provider.visit(url);
    await kit.database.pool.query('delete from sessions where user_id = $1', [person.id]);
    expect((await kit.call(browser, 'POST', '/session/oidc', { query })).json()).toMatchObject(refused);
  });

  it('cannot be proved at a provider where nothing is linked', async () => {
    const person = await kit.addPerson();
    expect((await kit.call(person, 'POST', '/me/proof/provider/start')).json()).toMatchObject({
      code: 'wrong_state',
    });
  });
});

describe('a passkey', () => {
  async function prove(
    person: Person,
    key: SoftPasskey,
    change: { origin?: string; challenge?: string } = {},
  ) {
    const begun = (await kit.call(person, 'POST', '/me/proof/passkey/start')).json();
    const challenge = change.challenge ?? begun.options.challenge;
    const credential = key.answer(challenge, change.origin ?? SITE);
    return kit.call(person, 'POST', '/me/proof/passkey', {
      ceremonyId: begun.ceremonyId,
      credential,
    });
  }

  it('stands for the password in its session', async () => {
    const person = await kit.addPerson();
    const key = await giveSoftPasskey(kit, person.id);
    expect((await startTotp(person)).json()).toMatchObject(needed);
    const answer = await prove(person, key);
    expect(answer.json(), answer.body).toMatchObject({ passkey: true, provedUntil: expect.any(String) });
    expect((await startTotp(person)).statusCode).toBe(201);
    const [{ id }] = (await kit.call(person, 'GET', '/me/factors')).json().passkeys;
    expect((await kit.call(person, 'POST', `/me/passkeys/${id}/remove`, {})).statusCode).toBe(204);
  });

  it('proves nothing for somebody else, by another challenge, on another page, or twice', async () => {
    const [person, thief] = [await kit.addPerson(), await kit.addPerson()];
    const key = await giveSoftPasskey(kit, person.id);
    await giveSoftPasskey(kit, thief.id);
    const wrong = { code: 'wrong_code' };
    expect((await prove(thief, key)).json()).toMatchObject(wrong);
    expect((await prove(person, key, { challenge: 'AAAA' })).json()).toMatchObject(wrong);
    expect((await prove(person, key, { origin: 'http://evil.example' })).json()).toMatchObject(wrong);
    const begun = (await kit.call(person, 'POST', '/me/proof/passkey/start')).json();
    const body = { ceremonyId: begun.ceremonyId, credential: key.answer(begun.options.challenge, SITE) };
    const twice = await Promise.all([1, 2].map(() => kit.call(person, 'POST', '/me/proof/passkey', body)));
    expect(twice.map((answer) => answer.statusCode).sort()).toEqual([200, 403]);
    expect((await startTotp(thief)).json()).toMatchObject(needed);
    // A sign-in is no proof, and the other way round.
    const signIn = (await kit.call(null, 'POST', '/session/passkey/start')).json();
    const mixed = { ceremonyId: signIn.ceremonyId, credential: key.answer(signIn.options.challenge, SITE) };
    expect((await kit.call(person, 'POST', '/me/proof/passkey', mixed)).json()).toMatchObject(wrong);
  });

  it('is not asked of an account that has none', async () => {
    const person = await kit.addPerson();
    expect((await kit.call(person, 'POST', '/me/proof/passkey/start')).json()).toMatchObject({
      code: 'wrong_state',
    });
  });
});
