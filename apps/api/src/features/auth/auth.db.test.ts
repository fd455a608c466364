import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '@pairwright/core/auth/demo-accounts';
import { createTestApp, ORIGIN, PASSWORD, type TestApp } from '../../test-app.ts';
import { sessionOf } from './session-of.fixture.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

async function forget(): Promise<void> {
  await kit.database.db.deleteFrom('throttles').execute();
}

describe('setup', () => {
  it('makes one owner only, however many try at once', async () => {
    expect((await kit.call(null, 'GET', '/setup')).json()).toEqual({ needsOwner: true, demoAccounts: [] });
    const body = (n: number) => ({ email: `Owner${n}@Example.org`, name: 'The owner', password: PASSWORD });
    const answers = await Promise.all([1, 2, 3, 4].map((n) => kit.call(null, 'POST', '/setup', body(n))));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409, 409, 409]);
    const made = answers.find((answer) => answer.statusCode === 201);
    expect(made?.json()).toMatchObject({ name: 'The owner', isOwner: true, locale: 'en', memberships: [] });
    expect(made?.json().email).toMatch(/^owner\d@example\.org$/);
    expect((await kit.call(null, 'GET', '/setup')).json()).toEqual({ needsOwner: false, demoAccounts: [] });
    expect((await kit.call(null, 'POST', '/setup', body(5))).json()).toMatchObject({
      code: 'already_set_up',
    });
  });

  it('tells the demo sign-ins only while they exist', async () => {
    const [account] = demoAccounts;
    await kit.database.db
      .insertInto('users')
      .values({
        id: kit.services.ids.next(),
        kind: 'person',
        email: account?.email ?? '',
        name: 'Demo',
        is_demo: true,
      })
      .execute();
    expect((await kit.call(null, 'GET', '/setup')).json().demoAccounts).toEqual([
      { email: account?.email, password: account?.password, role: account?.role },
    ]);
    await kit.database.db.deleteFrom('users').where('is_demo', '=', true).execute();
    expect((await kit.call(null, 'GET', '/setup')).json().demoAccounts).toEqual([]);
  });
});

describe('signing in', () => {
  it('sets a cookie that scripts and other sites cannot use, and the session works', async () => {
    const person = await kit.addPerson();
    const answer = await kit.call(null, 'POST', '/session', {
      email: person.email.toUpperCase(),
      password: PASSWORD,
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(
      /^pairwright=[\w-]{43}; Max-Age=5184000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    const me = await kit.app.inject({
      url: '/api/v1/me',
      headers: { cookie: `pairwright=${sessionOf(answer)}` },
    });
    expect(me.json()).toMatchObject({ id: person.id });
    const stored = await kit.database.db
      .selectFrom('sessions')
      .select('token_hash')
      .where('user_id', '=', person.id)
      .execute();
    expect(stored.map((row) => row.token_hash.toString('utf8'))).not.toContain(sessionOf(answer));
  });

  it('binds the cookie to the host behind TLS, and believes only a trusted proxy about it', async () => {
    const secure = await createTestApp({ trustProxy: ['127.0.0.1'] });
    try {
      const person = await secure.addPerson();
      const payload = { email: person.email, password: PASSWORD };
      const headers = {
        host: 'label.example.org',
        'x-forwarded-proto': 'https',
        origin: 'https://label.example.org',
      };
      const answer = await secure.app.inject({ method: 'POST', url: '/api/v1/session', headers, payload });
      expect(answer.headers['set-cookie']).toMatch(
        /^__Host-pairwright=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
      const stranger = await secure.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { ...headers, origin: 'http://label.example.org' },
        remoteAddress: '10.1.1.1',
        payload,
      });
      expect(stranger.headers['set-cookie']).toMatch(/^pairwright=/);
    } finally {
      await secure.close();
    }
  });

  it('answers an unknown account, a disabled one and a wrong password alike', async () => {
    const person = await kit.addPerson();
    const disabled = await kit.addPerson();
    await kit.database.db
      .updateTable('users')
      .set({ disabled_at: '2026-01-01T00:00:00Z' })
      .where('id', '=', disabled.id)
      .execute();
    const bodies = [
      { email: 'nobody@example.org', password: PASSWORD },
      { email: person.email, password: 'wrong password' },
      { email: disabled.email, password: PASSWORD },
    ];
    const answers = await Promise.all(bodies.map((body) => kit.call(null, 'POST', '/session', body)));
    const shapes = answers.map((answer) => {
      const { requestId, ...rest } = answer.json();
      expect(requestId).toBeTypeOf('string');
      const {
        'content-length': _length,
        date: _date,
        'x-ratelimit-remaining': _left,
        'x-ratelimit-reset': _reset,
        ...headers
      } = answer.headers;
      return { status: answer.statusCode, rest, headers };
    });
    expect(shapes[0]).toMatchObject({ status: 401, rest: { code: 'wrong_credentials' } });
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    await forget();
  });

  it('stops guessing per account and per address, for accounts that do not exist too, and across a restart', async () => {
    for (const email of [(await kit.addPerson()).email, 'ghost@example.org']) {
      const codes: number[] = [];
      for (let i = 0; i < 12; i += 1)
        codes.push(
          (await kit.call(null, 'POST', '/session', { email, password: 'wrong password' })).statusCode,
        );
      expect(codes).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    }
    const other = await createTestApp();
    await other.close();
    const blocked = await kit.call(null, 'POST', '/session', {
      email: 'ghost@example.org',
      password: PASSWORD,
    });
    expect(blocked.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
    expect(blocked.json().retryAfterSeconds).toBe(Number(blocked.headers['retry-after']));
    const fresh = await kit.addPerson();
    await kit.database.db
      .updateTable('throttles')
      .set({ count: 50 })
      .where('key', 'like', 'address:%')
      .execute();
    expect(
      (await kit.call(null, 'POST', '/session', { email: fresh.email, password: PASSWORD })).statusCode,
    ).toBe(429);
    await kit.database.pool.query(`update throttles set window_ends_at = now()`);
    expect(
      (await kit.call(null, 'POST', '/session', { email: fresh.email, password: PASSWORD })).statusCode,
    ).toBe(200);
    await forget();
  });

  it('counts attempts before it looks at the password, so that many at once gain nothing', async () => {
    const { email } = await kit.addPerson();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () =>
        kit.call(null, 'POST', '/session', { email, password: 'wrong password' }),
      ),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
    await forget();
  });

  it('makes the hash anew when its parameters are old', async () => {
    const person = await kit.addPerson();
    const old = '$argon2id$v=19$m=8192,t=1,p=1$';
    const { hash } = await import('@node-rs/argon2');
    const weak = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    expect(weak.startsWith(old)).toBe(true);
    await kit.database.db
      .updateTable('users')
      .set({ password_hash: weak })
      .where('id', '=', person.id)
      .execute();
    expect(
      (await kit.call(null, 'POST', '/session', { email: person.email, password: PASSWORD })).statusCode,
    ).toBe(200);
    const row = await kit.database.db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow();
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('sessions', () => {
  it('end on the server when one signs out', async () => {
    const person = await kit.addPerson();
    const out = await kit.call(person, 'DELETE', '/session');
    expect(out.statusCode).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^pairwright=; Max-Age=0; Path=\//);
    expect((await kit.call(person, 'GET', '/me')).json()).toMatchObject({ code: 'not_signed_in' });
  });

  it.each([
    ['idle too long', `last_used_at = now() - interval '15 days'`],
    ['too old', `expires_at = now() - interval '1 second'`],
  ])('end when %s', async (_why, change) => {
    const person = await kit.addPerson();
    await kit.database.pool.query(`update sessions set ${change} where user_id = $1`, [person.id]);
    expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(401);
  });

  it('are written to at most once a minute', async () => {
    const person = await kit.addPerson();
    const used = async () =>
      (
        await kit.database.db
          .selectFrom('sessions')
          .select('last_used_at')
          .where('user_id', '=', person.id)
          .executeTakeFirstOrThrow()
      ).last_used_at;
    const before = await used();
    await kit.call(person, 'GET', '/me');
    expect(await used()).toBe(before);
    await kit.database.pool.query(
      `update sessions set last_used_at = now() - interval '2 minutes' where user_id = $1`,
      [person.id],
    );
    const old = await used();
    await kit.call(person, 'GET', '/me');
    expect((await used()) > old).toBe(true);
  });

  it('end at once when the account is disabled', async () => {
    const owner = await kit.addPerson({ isOwner: true });
    const person = await kit.addPerson();
    const script = await kit.tokenFor(person, ['read']);
    expect(
      (await kit.call(owner, 'PATCH', `/users/${person.id}`, { disabled: true })).json().disabledAt,
    ).toBeTypeOf('string');
    expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(401);
    expect((await kit.call(script, 'GET', '/me')).json()).toMatchObject({ code: 'token_invalid' });
    expect((await kit.call(owner, 'PATCH', `/users/${owner.id}`, { disabled: true })).json()).toMatchObject({
      code: 'wrong_state',
    });
  });
});

describe('what is written down', () => {
  it('never logs passwords, and logs who signed in from where', async () => {
    const text = kit.logLines.join('');
    expect(text).not.toContain(PASSWORD);
    expect(text).toMatch(/"event":"signed_in".*"address":"127\.0\.0\.1"/);
    expect(text).toMatch(/"event":"sign_in_refused"/);
  });
});

describe('requests from elsewhere', () => {
  const payload = { name: 'Changed' };

  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['another site by fetch metadata', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling domain', { 'sec-fetch-site': 'same-site', origin: ORIGIN }, 403],
    ['nothing about its origin', {}, 403],
    ['a null origin', { origin: 'null' }, 403],
    ['this origin', { origin: ORIGIN }, 200],
    ['this site by fetch metadata', { 'sec-fetch-site': 'same-origin' }, 200],
  ])('with %s', async (_what, headers: Record<string, string>, status) => {
    const { cookie = '' } = (await kit.addPerson()).headers;
    const answer = await kit.app.inject({
      method: 'PATCH',
      url: '/api/v1/me',
      headers: { host: 'localhost:80', cookie, ...headers },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'cross_site_request' });
  });

  it('cannot sign a visitor in either', async () => {
    const person = await kit.addPerson();
    const answer = await kit.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'localhost:80', origin: 'https://evil.example' },
      payload: { email: person.email, password: PASSWORD },
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});
