import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import type { AppConfig } from '../../app-config.ts';
import { createTestApp, ORIGIN, PASSWORD, type Person, type TestApp } from '../../test-app.ts';
import { startTestProvider, type TestProvider } from './oidc-provider.fixture.ts';

/** As browsers write the address of this installation. */
const RETURN = `${new URL(ORIGIN).origin}/sign-in/provider`;

let provider: TestProvider;
let kit: TestApp;
let projectId: string;
let slug: string;

const settings = (): NonNullable<AppConfig['oidc']> => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  name: 'Example ID',
  createsAccounts: true,
  roleClaim: 'groups',
  roles: [
    { value: 'labelers', slug, role: 'annotator' },
    { value: 'leads', slug, role: 'admin' },
  ],
});

beforeAll(async () => {
  provider = await startTestProvider(RETURN);
  slug = `claims-${process.pid}`;
  kit = await createTestApp({ oidc: settings() });
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  await kit.database.pool.query('update projects set slug = $1 where id = $2', [slug, projectId]);
});
afterAll(async () => {
  await kit.close();
  await provider.close();
});
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

interface Begun {
  url: string;
  cookie: string;
}

async function begin(app = kit, person: Person | null = null): Promise<Begun> {
  const answer =
    person === null
      ? await app.call(null, 'POST', '/session/oidc/start')
      : await app.call(person, 'POST', '/me/identities/start', { currentPassword: PASSWORD });
  expect(answer.statusCode).toBe(201);
  expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict$/);
  return { url: answer.json().url, cookie: String(answer.headers['set-cookie']).split(';')[0]! };
}

const finish = (query: string, cookie: string, app = kit) =>
  app.call({ id: '', email: '', headers: { cookie, origin: ORIGIN } }, 'POST', '/session/oidc', { query });

/** Signs `subject` in all the way; gives the answer. */
async function signIn(subject: string, app = kit) {
  const { url, cookie } = await begin(app);
  provider.next = subject;
  return finish(await provider.visit(url), cookie, app);
}

async function me(answer: { headers: Record<string, unknown> }) {
  const cookies = [answer.headers['set-cookie']].flat().map(String);
  const session = cookies.find((line) => /^pairwright=[^;]/.test(line))!.split(';')[0]!;
  return (await kit.app.inject({ url: '/api/v1/me', headers: { cookie: session } })).json();
}

describe('signing in by a provider', () => {
  it('makes an account for a verified e-mail, once, and gives the roles that the claims say', async () => {
    provider.people.set('mei', {
      email: 'Mei@Example.org',
      email_verified: true,
      name: '小梅',
      groups: ['labelers'],
    });
    const first = await signIn('mei');
    expect(first.json()).toEqual({ linked: false, proved: false });
    const who = await me(first);
    expect(who).toMatchObject({
      email: 'mei@example.org',
      name: '小梅',
      isOwner: false,
      memberships: [{ projectId, role: 'annotator' }],
    });
    expect((await me(await signIn('mei'))).id).toBe(who.id);
    const { rows } = await kit.database.pool.query(
      `select via, after from audit_events where action = 'finishOidc' and actor_id = $1`,
      [who.id],
    );
    const entry = { via: 'public', after: { by: 'provider', linked: false } };
    expect(rows).toEqual([entry, entry]);
  });

  it('writes down the account that it makes, and each membership that comes, changes and goes', async () => {
    const groups = (...names: string[]) =>
      provider.people.set('ren', {
        email: 'ren@example.org',
        email_verified: true,
        name: '任',
        groups: names,
      });
    const helper = await kit.addMember(projectId, 'admin');
    groups('labelers');
    const { id } = await me(await signIn('ren'));
    // Nothing has changed.
    await signIn('ren');
    groups('leads');
    await signIn('ren');
    groups();
    await signIn('ren');
    const { rows } = await kit.database.pool.query(
      `select action, via, actor_id, object_kind, project_id, before, after from audit_events
       where object_id = $1 and via = 'system' order by seq`,
      [id],
    );
    const byItself = { via: 'system', actor_id: null };
    const membership = {
      ...byItself,
      action: 'followClaims',
      object_kind: 'member',
      project_id: projectId,
    };
    expect(rows).toEqual([
      {
        ...byItself,
        action: 'makeAccountByProvider',
        object_kind: 'account',
        project_id: null,
        before: null,
        after: { is_owner: false, is_demo: false, disabled_at: null },
      },
      { ...membership, before: null, after: { role: 'annotator' } },
      { ...membership, before: { role: 'annotator' }, after: { role: 'admin' } },
      { ...membership, before: { role: 'admin' }, after: null },
    ]);
    const told = await kit.database.pool.query(
      `select p.data from audit_private p join audit_events e using (seq)
       where p.person_id = $1 and e.action = 'makeAccountByProvider'`,
      [id],
    );
    expect(told.rows).toEqual([
      { data: { before: null, after: { name: '任', email: 'ren@example.org', locale: 'en' } } },
    ]);
    expect((await checkAudit(kit.services)).fault).toBeNull();
    await kit.database.pool.query('delete from project_members where user_id = $1', [helper.id]);
  });

  it('leaves a project its last admin, whatever the claims say, until there is another', async () => {
    const groups = (...names: string[]) =>
      provider.people.set('max', {
        email: 'max@example.org',
        email_verified: true,
        name: 'Max',
        groups: names,
      });
    const roles = async () =>
      (
        await kit.database.pool.query(
          `select user_id, role from project_members where project_id = $1 and role = 'admin' order by user_id`,
          [projectId],
        )
      ).rows;
    expect(await roles()).toEqual([]);
    groups('leads');
    const { id } = await me(await signIn('max'));
    const alone = [{ user_id: id, role: 'admin' }];
    for (const claimed of [[], ['labelers']]) {
      groups(...claimed);
      expect((await me(await signIn('max'))).memberships).toMatchObject([{ projectId, role: 'admin' }]);
      expect(await roles()).toEqual(alone);
    }
    const { rows } = await kit.database.pool.query(
      `select before, after from audit_events where object_id = $1 and action = 'followClaims' order by seq offset 1`,
      [id],
    );
    const before = { role: 'admin' };
    const kept = { role: 'admin', kept: 'last_admin' };
    expect(rows).toEqual([
      { before, after: { ...kept, claimed: null } },
      { before, after: { ...kept, claimed: 'annotator' } },
    ]);
    expect(kit.logLines.join('')).toContain('the claims would take the last admin of a project away');
    const other = await kit.addMember(projectId, 'admin');
    expect((await me(await signIn('max'))).memberships).toMatchObject([{ projectId, role: 'annotator' }]);
    expect(await roles()).toEqual([{ user_id: other.id, role: 'admin' }]);
  });

  it('of two admins by claims who lose it at once, one stays', async () => {
    await kit.database.pool.query(`delete from project_members where project_id = $1`, [projectId]);
    const both = ['uno', 'duo'];
    const groups = (...names: string[]) => {
      for (const name of both)
        provider.people.set(name, {
          email: `${name}@example.org`,
          email_verified: true,
          name,
          groups: names,
        });
    };
    groups('leads');
    for (const name of both) await signIn(name);
    groups();
    const begun = [];
    for (const name of both) {
      const { url, cookie } = await begin();
      provider.next = name;
      begun.push({ query: await provider.visit(url), cookie });
    }
    await Promise.all(begun.map(({ query, cookie }) => finish(query, cookie)));
    const { rows } = await kit.database.pool.query(
      `select count(*)::int as n from project_members where project_id = $1 and role = 'admin'`,
      [projectId],
    );
    expect(rows).toEqual([{ n: 1 }]);
    await kit.database.pool.query(`delete from project_members where project_id = $1`, [projectId]);
  });

  it('asks with PKCE, state and nonce', async () => {
    const { searchParams } = new URL((await begin()).url);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
    expect(searchParams.get('redirect_uri')).toBe(RETURN);
  });

  it('follows the claims at each sign-in, and leaves alone what people gave', async () => {
    const groups = (...names: string[]) =>
      provider.people.set('bo', { email: 'bo@example.org', email_verified: true, name: 'Bo', groups: names });
    const other = await kit.addMember(projectId, 'admin');
    groups('labelers', 'leads');
    expect((await me(await signIn('bo'))).memberships).toMatchObject([{ projectId, role: 'admin' }]);
    groups('labelers');
    expect((await me(await signIn('bo'))).memberships).toMatchObject([{ projectId, role: 'annotator' }]);
    groups();
    const { id, memberships } = await me(await signIn('bo'));
    expect(memberships).toEqual([]);
    await kit.database.db
      .insertInto('project_members')
      .values({ project_id: projectId, user_id: id, role: 'reviewer' })
      .execute();
    groups('leads');
    expect((await me(await signIn('bo'))).memberships).toMatchObject([{ projectId, role: 'reviewer' }]);
    groups();
    expect((await me(await signIn('bo'))).memberships).toMatchObject([{ projectId, role: 'reviewer' }]);
    await kit.database.pool.query('delete from project_members where user_id in ($1, $2)', [id, other.id]);
  });

  it('takes no account over by its e-mail, whatever the provider says', async () => {
    const known = await kit.addPerson();
    provider.people.set('thief', { email: known.email, email_verified: true });
    expect((await signIn('thief')).json()).toMatchObject({ code: 'identity_unlinked', status: 403 });
    provider.people.set('unverified', { email: 'unverified@example.org', email_verified: false });
    expect((await signIn('unverified')).json()).toMatchObject({ code: 'identity_unlinked' });
    const { rows } = await kit.database.pool.query(
      `select count(*)::int as n from identities where subject in ('thief', 'unverified')`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('lets nobody in who was disabled', async () => {
    provider.people.set('gone', { email: 'gone@example.org', email_verified: true });
    const { id } = await me(await signIn('gone'));
    await kit.database.pool.query('update users set disabled_at = now() where id = $1', [id]);
    expect((await signIn('gone')).json()).toMatchObject({ code: 'identity_unlinked' });
  });

  it('makes no accounts where that is switched off', async () => {
    const closed = await createTestApp({ oidc: { ...settings(), createsAccounts: false } });
    try {
      provider.people.set('new', { email: 'new@example.org', email_verified: true });
      expect((await signIn('new', closed)).json()).toMatchObject({ code: 'identity_unlinked' });
    } finally {
      await closed.close();
    }
  });
});

describe('what does not fit is refused', () => {
  const refused = { code: 'provider_refused', status: 401 };

  it('an answer that another browser began, or none', async () => {
    provider.people.set('eve', { email: 'eve@example.org', email_verified: true });
    const begun = await begin();
    provider.next = 'eve';
    const query = await provider.visit(begun.url);
    const other = await begin();
    expect((await finish(query, other.cookie)).json()).toMatchObject(refused);
    expect((await finish(query, '')).json()).toMatchObject(refused);
    // Whoever began it still can.
    expect((await finish(query, begun.cookie)).json()).toEqual({ linked: false, proved: false });
    expect((await finish(query, begun.cookie)).json()).toMatchObject(refused);
  });

  it('an answer too late', async () => {
    const { url, cookie } = await begin();
    provider.next = 'eve';
    const query = await provider.visit(url);
    await kit.database.pool.query('update oidc_sign_ins set expires_at = now()');
    expect((await finish(query, cookie)).json()).toMatchObject(refused);
  });

  it.each([
    ['nonce', `nonce = 'another'`],
    ['verifier', `code_verifier = repeat('a', 43)`],
  ])('another %s than was sent', async (_what, change) => {
    const { url, cookie } = await begin();
    provider.next = 'eve';
    const query = await provider.visit(url);
    await kit.database.pool.query(`update oidc_sign_ins set ${change}`);
    expect((await finish(query, cookie)).json()).toMatchObject(refused);
  });

  it('a code that was made up, or another issuer', async () => {
    for (const change of [
      (query: URLSearchParams) => query.set('code', 'made-up'),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
      (query: URLSearchParams) => query.set('error', 'access_denied'),
    ]) {
      const { url, cookie } = await begin();
      provider.next = 'eve';
      const query = new URLSearchParams(await provider.visit(url));
      change(query);
      expect((await finish(`?${query}`, cookie)).json()).toMatchObject(refused);
    }
  });

  it('anything where there is no provider', async () => {
    const none = await createTestApp();
    try {
      expect((await none.call(null, 'POST', '/session/oidc/start')).json()).toMatchObject({
        code: 'not_found',
      });
    } finally {
      await none.close();
    }
  });

  it('says that the provider cannot be reached, and asks it again', async () => {
    const away = await createTestApp({ oidc: { ...settings(), issuer: 'http://127.0.0.1:1' } });
    try {
      for (let i = 0; i < 2; i += 1)
        expect((await away.call(null, 'POST', '/session/oidc/start')).json()).toMatchObject({
          code: 'unavailable',
        });
    } finally {
      await away.close();
    }
  });
});

describe('linking', () => {
  it('binds an identity to the account that began it, with its password, and to no second one', async () => {
    const person = await kit.addPerson();
    const wrong = await kit.call(person, 'POST', '/me/identities/start', { currentPassword: 'no' });
    expect(wrong.json()).toMatchObject({ code: 'wrong_password' });
    provider.people.set('ines', { email: person.email, email_verified: true });
    const link = async (who: Person) => {
      const { url, cookie } = await begin(kit, who);
      provider.next = 'ines';
      return finish(await provider.visit(url), cookie);
    };
    expect((await link(person)).json()).toEqual({ linked: true, proved: false });
    expect((await link(await kit.addPerson())).json()).toMatchObject({ code: 'identity_taken' });
    expect((await me(await signIn('ines'))).id).toBe(person.id);
    const { items } = (await kit.call(person, 'GET', '/me/identities')).json();
    expect(items).toMatchObject([{ issuer: provider.issuer, lastUsedAt: expect.any(String) }]);
    const stranger = await kit.addPerson();
    const unlink = (who: Person, body: object) =>
      kit.call(who, 'POST', `/me/identities/${items[0].id}/remove`, body);
    expect((await unlink(person, {})).json()).toMatchObject({ code: 'proof_needed' });
    expect((await unlink(person, { currentPassword: 'no' })).json()).toMatchObject({
      code: 'wrong_password',
    });
    expect((await me(await signIn('ines'))).id, 'is linked as before').toBe(person.id);
    expect((await unlink(stranger, { currentPassword: PASSWORD })).statusCode).toBe(404);
    expect((await unlink(person, { currentPassword: PASSWORD })).statusCode).toBe(204);
    expect((await signIn('ines')).json()).toMatchObject({ code: 'identity_unlinked' });
  });

  it('leaves the only way in', async () => {
    provider.people.set('only', { email: 'only@example.org', email_verified: true });
    const answer = await signIn('only');
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    const cookie = cookies.find((line) => /^pairwright=[^;]/.test(line))!.split(';')[0]!;
    const person = { id: '', email: '', headers: { cookie, origin: ORIGIN } };
    const [identity] = (await kit.call(person, 'GET', '/me/identities')).json().items;
    const unlink = () => kit.call(person, 'POST', `/me/identities/${identity.id}/remove`, {});
    expect((await unlink()).json()).toMatchObject({ code: 'proof_needed' });
    // As after a fresh sign-in at the provider, which proof.db.test.ts goes through.
    await kit.database.pool.query(
      'update sessions set proved_at = now() where user_id = (select user_id from identities where id = $1)',
      [identity.id],
    );
    expect((await unlink()).json()).toMatchObject({ code: 'wrong_state' });
    expect((await kit.call(person, 'GET', '/me/identities')).json().items).toHaveLength(1);
  });
});
