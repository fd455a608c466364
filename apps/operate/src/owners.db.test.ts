import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { resetPassword } from '@pairwright/core/auth/password-reset.service';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { temporaryFolder } from './backup.fixture.ts';
import { runOperate } from './program.ts';

let database: TestDatabase;
const folder = await temporaryFolder();
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await folder.remove();
});

/** What a command line writes, and how it ends; `typed` is what a person at a terminal answers. */
async function run(argv: readonly string[], typed?: string) {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const said = { out: '', err: '' };
  stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));
  if (typed !== undefined) stdin.write(`${typed}\n`);
  const code = await runOperate(
    argv,
    { PAIRWRIGHT_DATA: folder.path, DATABASE_URL: database.url },
    {
      stdout,
      stderr,
      stdin: typed === undefined ? stdin : Object.assign(stdin, { isTTY: true }),
      folder: folder.path,
    },
  );
  return { code, ...said };
}

async function addPerson(
  email: string,
  more: { is_owner?: boolean; is_demo?: boolean } = {},
): Promise<string> {
  const id = systemIds.next();
  await database.db
    .insertInto('users')
    .values({ id, kind: 'person', email, name: `Name of\n${email}`, ...more })
    .execute();
  return id;
}

test('makes an owner where the only one is gone, and says in the audit log that the operator did it', async () => {
  expect((await run(['owner', 'list'])).out).toMatch(/^Nobody owns it yet/);
  await addPerson('gone@example.org', { is_owner: true });
  const id = await addPerson('next@example.org');
  expect((await run(['owner', 'end', 'gone@example.org', '--confirm', 'gone@example.org'])).err).toMatch(
    /Make somebody else an owner first/,
  );
  expect(await run(['owner', 'add', 'Next@example.org'], 'next@example.org')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^next@example\.org is an owner now/),
  });
  const ended = await run(['--json', 'owner', 'end', 'gone@example.org', '--confirm', 'gone@example.org']);
  expect(JSON.parse(ended.out)).toEqual({ email: 'gone@example.org', isOwner: false });
  expect((await run(['owner', 'list'])).out).toBe('next@example.org  Name of next@example.org\n');
  const { rows } = await database.pool.query(
    'select action, via, actor_id, object_id, before, after from audit_events order by seq limit 1',
  );
  expect(rows).toEqual([
    {
      action: 'operateOwnership',
      via: 'system',
      actor_id: null,
      object_id: id,
      before: { is_owner: false },
      after: { is_owner: true, change: 'take_in' },
    },
  ]);
  expect(await checkAudit({ db: database })).toMatchObject({ fault: null });
});

test('asks for the e-mail again, and takes nobody who cannot own anything', async () => {
  await addPerson('ann@example.org');
  await addPerson('demo@example.org', { is_demo: true });
  const without = await run(['owner', 'add', 'ann@example.org']);
  expect(without).toMatchObject({ code: 1, err: expect.stringMatching(/--confirm ann@example\.org/) });
  expect((await run(['owner', 'add', 'ann@example.org'], 'anna@example.org')).err).toMatch(
    /"anna@example\.org" is not ann@example\.org\. Nothing was changed/,
  );
  expect((await run(['owner', 'add', 'x@example.org', '--confirm', 'x@example.org'])).err).toMatch(
    /No account has the e-mail x@example\.org/,
  );
  expect((await run(['owner', 'add', 'demo@example.org', '--confirm', 'demo@example.org'])).err).toMatch(
    /password of a demo account is public/,
  );
  expect((await run(['owner', 'add', 'next@example.org', '--confirm', 'next@example.org'])).err).toMatch(
    /an owner already/,
  );
  expect((await run(['owner', 'add'])).code).toBe(2);
  expect((await run(['owner', 'list'])).out).toBe('next@example.org  Name of next@example.org\n');
});

test('makes a link for a new password, once, where nobody else can', async () => {
  const id = await addPerson('lost@example.org');
  const made = await run(['--json', 'password-link', 'Lost@example.org']);
  const { email, link, expiresAt } = JSON.parse(made.out) as Record<string, string>;
  expect(email).toBe('lost@example.org');
  expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.now());
  const [, token = ''] = /^http:\/\/localhost:\d+\/reset#(pwr_.+)$/.exec(link!) ?? [];
  const password = 'a new secret that is long';
  const ctx = { db: database };
  // The first link ends when a second one is made.
  const again = await run(['password-link', 'lost@example.org']);
  const [, second = ''] = /#(pwr_\S+)/.exec(again.out) ?? [];
  await expect(resetPassword(ctx, { token, password, address: '::1' })).rejects.toMatchObject({
    code: 'invite_over',
  });
  expect(await resetPassword(ctx, { token: second, password, address: '::1' })).toEqual({ userId: id });
  await expect(resetPassword(ctx, { token: second, password, address: '::1' })).rejects.toMatchObject({
    code: 'invite_over',
  });
  const { rows } = await database.pool.query(
    `select object_id, via, after, (after::text || coalesce(before::text, '')) like '%pwr_%' as tells_secret from audit_events where action = 'operatePasswordReset'`,
  );
  const entry = { object_id: id, via: 'system', after: { password_link: 'made' }, tells_secret: false };
  expect(rows).toEqual([entry, entry]);
  expect(await checkAudit({ db: database })).toMatchObject({ fault: null });
});

test('makes no link for whom there is no account, a disabled or a demo account', async () => {
  const disabled = await addPerson('disabled@example.org');
  await database.pool.query('update users set disabled_at = now() where id = $1', [disabled]);
  const refusals = {
    'nobody@example.org': /No account has the e-mail nobody@example\.org/,
    'disabled@example.org': /disabled/,
    'demo@example.org': /public/,
  };
  for (const [email, said] of Object.entries(refusals))
    expect(await run(['password-link', email])).toMatchObject({ code: 1, err: expect.stringMatching(said) });
  const { rowCount } = await database.pool.query('select from password_resets');
  expect(rowCount).toBe(0);
});
