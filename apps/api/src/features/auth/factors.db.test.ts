import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

/** The code that an app with this secret shows now, or some steps of 30 s later. */
function codeOf(secret: string, steps = 0): string {
  const timestamp = kit.services.clock.now() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

const signIn = (person: Person, code?: string) =>
  kit.call(null, 'POST', '/session', {
    email: person.email,
    password: PASSWORD,
    ...(code === undefined ? {} : { code }),
  });
const password = { currentPassword: PASSWORD };

async function withApp(): Promise<{ person: Person; secret: string; codes: string[] }> {
  const person = await kit.addPerson();
  const { secret } = (await kit.call(person, 'POST', '/me/totp', password)).json();
  const confirmed = await kit.call(person, 'POST', '/me/totp/confirm', { code: codeOf(secret, -1) });
  expect(confirmed.statusCode).toBe(200);
  return { person, secret, codes: confirmed.json().recoveryCodes };
}

describe('an authenticator app', () => {
  it('is asked for only once a code has shown that it works', async () => {
    const person = await kit.addPerson();
    const wrong = await kit.call(person, 'POST', '/me/totp', { currentPassword: 'not it' });
    expect(wrong.json()).toMatchObject({ code: 'wrong_password' });
    const started = await kit.call(person, 'POST', '/me/totp', password);
    const { secret, uri } = started.json();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Pairwright:.*secret=/);
    expect(uri).toContain(secret);
    expect((await signIn(person)).statusCode).toBe(200);
    expect((await kit.call(person, 'POST', '/me/totp/confirm', { code: '000000' })).json()).toMatchObject({
      code: 'wrong_code',
    });
    expect((await signIn(person)).statusCode).toBe(200);
    const confirmed = await kit.call(person, 'POST', '/me/totp/confirm', { code: codeOf(secret) });
    expect(confirmed.json().recoveryCodes).toHaveLength(10);
    expect((await signIn(person)).json()).toMatchObject({ code: 'second_factor_needed', status: 401 });
    expect((await kit.call(person, 'GET', '/me/factors')).json()).toMatchObject({
      totpSince: expect.any(String),
      recoveryCodesLeft: 10,
    });
    expect((await kit.call(person, 'POST', '/me/totp', password)).json()).toMatchObject({
      code: 'wrong_state',
    });
    expect(kit.logLines.join('')).not.toContain(secret);
  });

  it('ends the other sessions when it begins to count', async () => {
    const person = await kit.addPerson();
    const other = { ...person, headers: { ...person.headers } };
    const again = await signIn(person);
    other.headers['cookie'] = String(again.headers['set-cookie']).split(';')[0]!;
    const { secret } = (await kit.call(person, 'POST', '/me/totp', password)).json();
    await kit.call(person, 'POST', '/me/totp/confirm', { code: codeOf(secret) });
    expect((await kit.call(other, 'GET', '/me')).statusCode).toBe(401);
    expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(200);
  });

  it('takes each code once, also of many at once, and none of an earlier step', async () => {
    const { person, secret } = await withApp();
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(person, code)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 403, 403, 403, 403]);
    await kit.database.pool.query('delete from throttles');
    expect((await signIn(person, code)).json()).toMatchObject({ code: 'wrong_code' });
    const spaced = codeOf(secret, 1).replace(/^(...)/, '$1 ');
    expect((await signIn(person, spaced)).statusCode).toBe(200);
    expect((await signIn(person, code)).json()).toMatchObject({ code: 'wrong_code' });
  });

  it('says nothing about itself to whoever does not know the password, and stops guessing', async () => {
    const { person, secret } = await withApp();
    const wrong = await kit.call(null, 'POST', '/session', {
      email: person.email,
      password: 'wrong password',
      code: codeOf(secret),
    });
    expect(wrong.json()).toMatchObject({ code: 'wrong_credentials' });
    const codes: number[] = [];
    for (let i = 0; i < 11; i += 1) codes.push((await signIn(person, '123456')).statusCode);
    expect(codes.slice(-3)).toEqual([403, 429, 429]);
  });

  it('can be removed with the password', async () => {
    const { person } = await withApp();
    expect((await kit.call(person, 'POST', '/me/totp/remove', password)).statusCode).toBe(204);
    expect((await signIn(person)).statusCode).toBe(200);
    expect((await kit.call(person, 'GET', '/me/factors')).json()).toEqual({
      totpSince: null,
      recoveryCodesLeft: 0,
      passkeys: [],
    });
  });

  it('stays when the password is set anew by a link', async () => {
    const owner = await kit.addPerson({ isOwner: true });
    const { person } = await withApp();
    const asked = await kit.call(owner, 'POST', `/users/${person.id}/password-reset`, {
      currentPassword: PASSWORD,
    });
    const { token } = asked.json();
    await kit.call(null, 'POST', '/password-reset', { token, password: 'entirely other words' });
    const answer = await kit.call(null, 'POST', '/session', {
      email: person.email,
      password: 'entirely other words',
    });
    expect(answer.json()).toMatchObject({ code: 'second_factor_needed' });
  });

  it('is taken by the owner when it is lost', async () => {
    const owner = await kit.addPerson({ isOwner: true });
    const { person } = await withApp();
    const proof = { currentPassword: PASSWORD };
    const taken = await kit.call(owner, 'POST', `/users/${person.id}/factors/remove`, proof);
    expect(taken.statusCode, taken.body).toBe(204);
    expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(401);
    expect((await signIn(person)).statusCode).toBe(200);
  });
});

describe('recovery codes', () => {
  it('sign in once each, however they are typed, and are stored as hashes only', async () => {
    const { person, codes } = await withApp();
    const [first = '', second = ''] = codes;
    expect(first).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    const answers = await Promise.all([signIn(person, first), signIn(person, first)]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 403]);
    await kit.database.pool.query('delete from throttles');
    expect((await signIn(person, second.toLowerCase().replaceAll('-', ' '))).statusCode).toBe(200);
    const { rows } = await kit.database.pool.query('select * from recovery_codes');
    expect(JSON.stringify(rows)).not.toContain(first);
    const me = await kit.database.pool.query(
      'select count(*)::int as n from recovery_codes where user_id = $1 and used_at is null',
      [person.id],
    );
    expect(me.rows).toEqual([{ n: 8 }]);
  });

  it('end when new ones are made', async () => {
    const { person, codes } = await withApp();
    const renewed = await kit.call(person, 'POST', '/me/recovery-codes', password);
    expect((await signIn(person, codes[0])).json()).toMatchObject({ code: 'wrong_code' });
    expect((await signIn(person, renewed.json().recoveryCodes[0])).statusCode).toBe(200);
  });

  it('are there only with an app', async () => {
    const person = await kit.addPerson();
    expect((await kit.call(person, 'POST', '/me/recovery-codes', password)).json()).toMatchObject({
      code: 'wrong_state',
    });
  });
});

describe('passkeys', () => {
  const base64url = (text: string) => Buffer.from(text).toString('base64url');
  const credential = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url('{}'),
      authenticatorData: 'AAAA',
      signature: 'AAAA',
    },
  };

  it('begin with the password, and tell strangers nothing about anybody', async () => {
    const person = await kit.addPerson();
    expect(
      (await kit.call(person, 'POST', '/me/passkeys/start', { currentPassword: 'no' })).json(),
    ).toMatchObject({ code: 'wrong_password' });
    const { options } = (await kit.call(person, 'POST', '/me/passkeys/start', password)).json();
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { userVerification: 'required' },
    });
    const stranger = await kit.call(null, 'POST', '/session/passkey/start');
    expect(stranger.json().options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(stranger.json().options.allowCredentials ?? []).toEqual([]);
  });

  it('refuse what no key has signed, and a challenge of somebody else', async () => {
    const { ceremonyId } = (await kit.call(null, 'POST', '/session/passkey/start')).json();
    const refused = await kit.call(null, 'POST', '/session/passkey', { ceremonyId, credential });
    expect(refused.json()).toMatchObject({ code: 'wrong_credentials' });
    const person = await kit.addPerson();
    const begun = (await kit.call(person, 'POST', '/me/passkeys/start', password)).json();
    const { clientDataJSON } = credential.response;
    const made = {
      ceremonyId: begun.ceremonyId,
      name: 'Phone',
      credential: { ...credential, response: { clientDataJSON, attestationObject: 'AAAA' } },
    };
    const thief = await kit.addPerson();
    expect((await kit.call(thief, 'POST', '/me/passkeys', made)).json()).toMatchObject({
      code: 'wrong_code',
    });
    expect((await kit.call(person, 'POST', '/me/passkeys', made)).json()).toMatchObject({
      code: 'wrong_code',
    });
    expect((await kit.call(person, 'GET', '/me/factors')).json().passkeys).toEqual([]);
  });

  it('are offered only where browsers make them', async () => {
    const bare = await createTestApp({ publicUrl: 'http://192.0.2.1:7460' });
    try {
      const options = await bare.call(null, 'GET', '/sign-in-options');
      expect(options.json()).toMatchObject({ passkeyHost: null });
      expect((await bare.call(null, 'POST', '/session/passkey/start')).json()).toMatchObject({
        code: 'wrong_state',
      });
    } finally {
      await bare.close();
    }
  });
});
