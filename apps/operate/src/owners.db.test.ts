import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAudit } from '@pairwright/core/audit/check.service';
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
