import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { newApiToken, newSessionToken } from '@pairwright/core/auth/credentials';
import { newLinkToken } from '@pairwright/core/auth/link-tokens';
import { signatureOf } from '@pairwright/core/crowd/signing';
import { giveSoftPasskey } from '../features/auth/passkey.fixture.ts';
import { startTestProvider, type TestProvider } from '../features/auth/oidc-provider.fixture.ts';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../test-app.ts';
import { furnish } from './furnished.fixture.ts';
import { type Seen, watchStatements } from './statements.fixture.ts';

let kit: TestApp;
let provider: TestProvider;
let owner: Person;
let admin: Person;
let projectId: string;
let see: ReturnType<typeof watchStatements>;

beforeAll(async () => {
  provider = await startTestProvider(`${new URL(ORIGIN).origin}/sign-in/provider`);
  const { issuer, clientId, clientSecret } = provider;
  const oidc = { issuer, clientId, clientSecret, name: 'Example ID', createsAccounts: false };
  kit = await createTestApp({ oidc: { ...oidc, roleClaim: 'groups', roles: [] } });
  see = watchStatements(kit);
  owner = await kit.addPerson({ isOwner: true });
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  admin = await kit.addMember(projectId, 'admin');
  await kit.call(owner, 'PATCH', '/account-settings', { registration: 'approval' });
});
afterAll(async () => {
  await kit.close();
  await provider.close();
});
beforeEach(async () => {
  await sql('delete from throttles');
});

const sql = (text: string, values: unknown[] = []) => kit.database.pool.query(text, values);
const post = (path: string, body: unknown, person: Person | null = null) =>
  see(() => kit.call(person, 'POST', path, body));

/** All alike, and with work that was seen at all. */
function alike(seen: Readonly<Record<string, Seen>>, expected: object): void {
  const [[first, model] = ['', undefined], ...others] = Object.entries(seen);
  expect(model, first).toMatchObject(expected);
  expect(model?.statements.length, first).toBeGreaterThan(0);
  for (const [name, one] of others) expect(one, `${name} and ${first}`).toEqual(model);
}

describe('the same statements and the same answer', () => {
  it('a sign-in: for an account with another password, a disabled one and none', async () => {
    const [person, disabled] = [await kit.addPerson(), await kit.addPerson()];
    await sql('update users set disabled_at = now() where id = $1', [disabled.id]);
    const signIn = (email: string) => post('/session', { email, password: 'not the password' });
    const seen = {
      known: await signIn(person.email),
      disabled: await signIn(disabled.email),
      unknown: await signIn('nobody@example.org'),
    };
    alike(seen, { status: 401, body: { code: 'wrong_credentials' } });
  });

  it('a request for an account: for an e-mail that has one, asked before, or is new', async () => {
    const known = await kit.addPerson();
    const ask = (email: string) =>
      post('/registrations', { email, name: 'Sam', password: 'quite another sentence', locale: 'en' });
    const seen = {
      fresh: await ask('fresh@example.org'),
      known: await ask(known.email),
      again: await ask('fresh@example.org'),
    };
    alike(seen, { status: 204 });
  });

  it('a link for a new password: unknown, expired, used, or of a disabled account', async () => {
    const [late, used, disabled] = [await kit.addPerson(), await kit.addPerson(), await kit.addPerson()];
    const link = async (person: Person): Promise<string> =>
      (
        await kit.call(owner, 'POST', `/users/${person.id}/password-reset`, { currentPassword: PASSWORD })
      ).json().token;
    const tokens = {
      unknown: newLinkToken('reset'),
      expired: await link(late),
      used: await link(used),
      disabled: await link(disabled),
    };
    await sql(`update password_resets set expires_at = now() where user_id = $1`, [late.id]);
    await kit.call(null, 'POST', '/password-reset', { token: tokens.used, password: 'entirely other words' });
    await sql('update users set disabled_at = now() where id = $1', [disabled.id]);
    const seen: Record<string, Seen> = {};
    for (const [name, token] of Object.entries(tokens))
      seen[name] = await post('/password-reset', { token, password: 'entirely other words' });
    alike(seen, { status: 410, body: { code: 'invite_over' } });
  });

  it('an invitation: unknown, expired, taken back or used up, whether it is looked at or joined by', async () => {
    const invite = async (): Promise<{ id: string; token: string }> =>
      (
        await kit.call(admin, 'POST', `/projects/${projectId}/invites`, {
          role: 'annotator',
          expiresInDays: 1,
        })
      ).json();
    const [late, revoked] = [await invite(), await invite()];
    await sql(`update invites set expires_at = now() where id = $1`, [late.id]);
    await sql(`update invites set revoked_at = now() where id = $1`, [revoked.id]);
    const tokens = { unknown: newLinkToken('invite'), expired: late.token, revoked: revoked.token };
    const joiner = await kit.addPerson();
    const person = { email: 'joiner@example.org', name: 'Noa', password: PASSWORD, locale: 'en' };
    const ways: Record<string, (token: string) => Promise<Seen>> = {
      look: (token) => post('/invitations/look', { token }),
      register: (token) => post('/invitations/register', { token, ...person }),
      join: (token) => post('/invitations/accept', { token }, joiner),
    };
    for (const way of Object.values(ways)) {
      const seen: Record<string, Seen> = {};
      for (const [name, token] of Object.entries(tokens)) seen[name] = await way(token);
      alike(seen, { status: 410, body: { code: 'invite_over' } });
    }
  });

  it('a passkey: unknown, with a wrong signature, or of a disabled account', async () => {
    const [person, disabled, gone] = [await kit.addPerson(), await kit.addPerson(), await kit.addPerson()];
    const keys = {
      wrong: await giveSoftPasskey(kit, person.id),
      disabled: await giveSoftPasskey(kit, disabled.id),
      unknown: await giveSoftPasskey(kit, gone.id),
    };
    await sql('update users set disabled_at = now() where id = $1', [disabled.id]);
    await sql('delete from passkeys where user_id = $1', [gone.id]);
    const seen: Record<string, Seen> = {};
    for (const [name, key] of Object.entries(keys)) {
      const begun = await kit.call(null, 'POST', '/session/passkey/start');
      const { ceremonyId, options } = begun.json();
      const challenge = name === 'wrong' ? 'AAAA' : options.challenge;
      const credential = key.answer(challenge, ORIGIN);
      seen[name] = await post('/session/passkey', { ceremonyId, credential });
    }
    alike(seen, { status: 401, body: { code: 'wrong_credentials' } });
    const begins = [
      await post('/session/passkey/start', undefined),
      await post('/session/passkey/start', undefined),
    ];
    expect(begins[1]?.statements).toEqual(begins[0]?.statements);
  });

  it('a provider’s identity: of no account, or of a disabled one', async () => {
    const disabled = await kit.addPerson();
    await sql('update users set disabled_at = now() where id = $1', [disabled.id]);
    await sql(`insert into identities (id, issuer, subject, user_id) values ($1, $2, 'disabled', $3)`, [
      kit.services.ids.next(),
      provider.issuer,
      disabled.id,
    ]);
    const finish = async (subject: string): Promise<Seen> => {
      provider.people.set(subject, { email: `${subject}@example.org`, email_verified: true });
      provider.next = subject;
      const begun = await kit.call(null, 'POST', '/session/oidc/start');
      const query = await provider.visit(begun.json().url);
      const cookie = String(begun.headers['set-cookie']).split(';')[0]!;
      return post('/session/oidc', { query }, { id: '', email: '', headers: { cookie, origin: ORIGIN } });
    };
    const seen = { unknown: await finish('unknown'), disabled: await finish('disabled') };
    alike(seen, { status: 403, body: { code: 'identity_unlinked' } });
  });

  it('a crowd link: unknown, closed, or signed by somebody else', async () => {
    const make = async (): Promise<{ id: string; key: string }> =>
      (
        await kit.call(admin, 'POST', `/projects/${projectId}/crowd-links`, {
          name: 'Study',
          signed: true,
          wanted: 1,
          maxPeople: 10,
        })
      ).json();
    const [open, closed] = [await make(), await make()];
    await kit.call(admin, 'DELETE', `/projects/${projectId}/crowd-links/${closed.id}`);
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    const enter = (linkId: string, key: string) => {
      const claim = { linkId, externalId: 'worker-1', expires };
      const signature = signatureOf(Buffer.from(key, 'base64url'), claim);
      const query = `?PROLIFIC_PID=worker-1&expires=${expires}&signature=${signature}`;
      return post('/crowd/enter', { linkId, query, locale: 'en' });
    };
    const seen = {
      unknown: await enter(kit.services.ids.next(), open.key),
      forged: await enter(open.id, closed.key),
      closedForged: await enter(closed.id, open.key),
    };
    alike(seen, { status: 410, body: { code: 'invite_over' } });
  });

  it('an export link: of no export, or signed by somebody else', async () => {
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    const signature = createHash('sha256').update('guess').digest('base64url');
    const open = (exportId: string) =>
      see(() =>
        kit.call(null, 'GET', `/export-links/${exportId}.${admin.id}.${expires}.${signature}/train.jsonl`),
      );
    const { ids } = await furnish(kit, 'linked');
    const exportId = ids['exportId'] ?? '';
    const unlinked = await open(exportId);
    await sql('update exports set link_key = $2 where id = $1', [exportId, randomBytes(32)]);
    const seen = { unknown: await open(kit.services.ids.next()), unlinked, forged: await open(exportId) };
    alike(seen, { status: 404, body: { code: 'not_found' } });
  });

  it('a token and a session: unknown, expired, revoked, or of a disabled account', async () => {
    const [expired, revoked, disabled] = [
      await kit.tokenFor(await kit.addPerson(), ['read']),
      await kit.tokenFor(await kit.addPerson(), ['read']),
      await kit.tokenFor(await kit.addPerson(), ['read']),
    ];
    await sql('update api_tokens set expires_at = now() where user_id = $1', [expired.id]);
    await sql('update api_tokens set revoked_at = now() where user_id = $1', [revoked.id]);
    await sql('update users set disabled_at = now() where id = $1', [disabled.id]);
    const me = (person: Person) => see(() => kit.call(person, 'GET', '/me'));
    const script = (secret: string): Person => ({
      id: '',
      email: '',
      headers: { authorization: `Bearer ${secret}` },
    });
    const tokens = {
      unknown: await me(script(newApiToken())),
      expired: await me(expired),
      revoked: await me(revoked),
      disabled: await me(disabled),
    };
    alike(tokens, { status: 401, body: { code: 'token_invalid' } });
    const [late, out] = [await kit.addPerson(), await kit.addPerson()];
    await sql('update sessions set expires_at = now() where user_id = $1', [late.id]);
    await sql('update users set disabled_at = now() where id = $1', [out.id]);
    const sessions = {
      unknown: await me({ ...late, headers: { cookie: `pairwright=${newSessionToken()}`, origin: ORIGIN } }),
      expired: await me(late),
      disabled: await me(out),
    };
    alike(sessions, { status: 401, body: { code: 'not_signed_in' } });
  });
});
