import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { signatureOf } from '@pairwright/core/crowd/signing';
import { sealAnew } from '@pairwright/core/secrets/seal-anew.service';
import { requireSecretKeys, sealSecrets } from '@pairwright/core/secrets/seal-secrets.service';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let admin: Person;
let projectId: string;
beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  admin = await kit.addMember(projectId, 'admin');
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles; delete from totp_factors; delete from crowd_links');
});

const none = { apps: 0, crowdLinks: 0, exportLinks: 0, webhooks: 0, datasets: 0, lostDatasets: 0 };

async function appOf(person: Person): Promise<string> {
  const { secret } = (await kit.call(person, 'POST', '/me/totp', { currentPassword: PASSWORD })).json();
  const code = codeOf(secret, -1);
  expect((await kit.call(person, 'POST', '/me/totp/confirm', { code })).statusCode).toBe(200);
  return secret;
}

function codeOf(secret: string, steps = 0): string {
  const timestamp = kit.services.clock.now() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

const signIn = (person: Person, secret: string, steps = 0) =>
  kit.call(null, 'POST', '/session', {
    email: person.email,
    password: PASSWORD,
    code: codeOf(secret, steps),
  });

async function linkWithKey(): Promise<{ id: string; key: Buffer }> {
  const made = await kit.call(admin, 'POST', `/projects/${projectId}/crowd-links`, {
    name: 'A platform',
    signed: true,
    idParam: 'PID',
    wanted: 1,
    completionCode: null,
    returnUrl: null,
    maxPeople: 10,
    expiresInDays: 1,
  });
  expect(made.json()).toHaveProperty('key');
  return { id: made.json().id, key: Buffer.from(made.json().key, 'base64url') };
}

async function enter({ id, key }: { id: string; key: Buffer }, externalId: string): Promise<number> {
  const expires = Math.floor(kit.services.clock.now() / 1000) + 600;
  const signature = signatureOf(key, { linkId: id, externalId, expires });
  const query = `PID=${externalId}&expires=${expires}&signature=${signature}`;
  return (await kit.call(null, 'POST', '/crowd/enter', { linkId: id, query, locale: 'en' })).statusCode;
}

async function storedText(): Promise<string> {
  const { rows } = await kit.database.pool.query(
    `select (select coalesce(string_agg(secret, ' '), '') from totp_factors) ||
            (select coalesce(string_agg(encode(signing_key, 'escape'), ' '), '') from crowd_links) as text`,
  );
  return rows[0].text;
}

describe('secrets that must be read again', () => {
  it('lie sealed in the database', async () => {
    const person = await kit.addPerson();
    const secret = await appOf(person);
    const link = await linkWithKey();
    expect(await storedText()).toMatch(/^sealed:1:\S+sealed:1:\S+$/);
    const { rows } = await kit.database.pool.query('select secret from totp_factors');
    expect(rows[0].secret).not.toContain(secret);
    expect((await signIn(person, secret)).statusCode).toBe(200);
    expect([200, 201, 204]).toContain(await enter(link, 'worker-1'));
    expect(await enter({ id: link.id, key: randomBytes(32) }, 'worker-2')).toBe(410);
  });

  it('of an older version are read plain, and sealed by the nightly job without anybody noticing', async () => {
    const person = await kit.addPerson();
    const secret = await appOf(person);
    const link = await linkWithKey();
    await kit.database.pool.query('update totp_factors set secret = $1', [secret]);
    await kit.database.pool.query('update crowd_links set signing_key = $1', [link.key]);
    expect((await signIn(person, secret)).statusCode).toBe(200);
    expect(await enter(link, 'worker-3')).toBeLessThan(300);
    expect(await sealAnew(kit.services)).toEqual({ ...none, apps: 1, crowdLinks: 1 });
    expect(await sealAnew(kit.services)).toEqual(none);
    const { rows } = await kit.database.pool.query(
      `select via, after from audit_events where action = 'sealSecrets'`,
    );
    expect(rows, 'once, by which key').toEqual([
      {
        via: 'system',
        after: {
          apps: 1,
          crowdLinks: 1,
          exportLinks: 0,
          webhooks: 0,
          datasets: 0,
          key: kit.services.sealer.currentPrefix,
        },
      },
    ]);
    expect(await storedText()).toMatch(/^sealed:1:\S+sealed:1:\S+$/);
    expect((await signIn(person, secret, 1)).statusCode).toBe(200);
    expect(await enter(link, 'worker-4')).toBeLessThan(300);
  });

  it('of one person do not open for another', async () => {
    const [mine, theirs] = [await kit.addPerson(), await kit.addPerson()];
    const secret = await appOf(mine);
    await appOf(theirs);
    await kit.database.pool.query(
      'update totp_factors t set secret = m.secret from totp_factors m where t.user_id = $2 and m.user_id = $1',
      [mine.id, theirs.id],
    );
    const answer = await signIn(theirs, secret);
    expect(answer.json()).toMatchObject({ code: 'internal' });
    expect(answer.body).not.toContain('sealed');
  });
});

describe('changing the key', () => {
  it('seals all with the new one; the old one is needed until then, and the start says so', async () => {
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const under = (...keys: Buffer[]) => ({ db: kit.database, sealer: new Sealer(keys) });
    await appOf(await kit.addPerson());
    await linkWithKey();
    await kit.database.pool.query(`update totp_factors set secret = 'JBSWY3DPEHPK3PXP'`);
    await kit.database.pool.query('update crowd_links set signing_key = $1', [randomBytes(32)]);
    await sealSecrets(under(old));
    await requireSecretKeys(under(next, old));
    await expect(requireSecretKeys(under(next))).rejects.toThrow(
      /keys that this installation does not have: [0-9a-f]{16} \(2 secrets\)\. Add these keys to SECRET_KEYS/,
    );
    expect(await sealSecrets(under(next, old))).toEqual({ ...none, apps: 1, crowdLinks: 1 });
    await requireSecretKeys(under(next));
  });
});
