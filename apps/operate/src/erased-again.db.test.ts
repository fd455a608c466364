import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName } from '@pairwright/contract/endpoints';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { type AuditedRequest, runAudited } from '@pairwright/core/audit/audited';
import { writeAuditLines } from '@pairwright/core/audit/audit.service';
import type { Context, ProjectContext } from '@pairwright/core/context';
import { provedSession } from '@pairwright/core/auth/proved.fixture';
import { eraseImportedName } from '@pairwright/core/own-data/erase-imported-name.service';
import { eraseUser } from '@pairwright/core/own-data/erase-user.service';
import { decideErasureRequest, requestErasure } from '@pairwright/core/own-data/erasure-requests.service';
import { migrate } from '@pairwright/db/migrate';
import { openDatabase } from '@pairwright/db/database';
import { systemIds } from '@pairwright/runtime/ids';
import { BackupStand, sentenceOf } from './backup-stand.fixture.ts';
import { type Filled, folderStoreIn } from './backup.fixture.ts';
import { readErased } from './restore/erased-since.ts';
import { restore } from './restore/restore.ts';

const on = await BackupStand.open();
let filled: Filled;
/** By what happens to them after the backup. */
const people = { asked: '', told: '', later: '', owner: '', imported: '', stays: '' };
const log = on.fileOf('audit.jsonl');
const mail = (id: string): string => `${id}@example.org`;
const noPost = { canSend: false, send: () => undefined, link: () => '' };

beforeAll(async () => {
  filled = await on.fill(await folderStoreIn(on.fileOf('source')));
  const { db } = filled.database;
  const boss = systemIds.next();
  await addPerson(boss, { isOwner: true });
  for (const who of ['asked', 'told', 'owner', 'stays'] as const) {
    people[who] = systemIds.next();
    await addPerson(people[who], { isOwner: who === 'owner' });
  }
  people.imported = systemIds.next();
  await db
    .insertInto('users')
    .values({ id: people.imported, kind: 'imported', name: 'lea@elsewhere.example' })
    .execute();
  await db
    .insertInto('imported_annotators')
    .values({
      user_id: people.imported,
      project_id: filled.project.projectId,
      external_name: 'lea@elsewhere.example',
      slot: 0,
    })
    .execute();
  await on.backUp(filled, 'before.tar');
  people.later = systemIds.next();
  await addPerson(people.later);
  await eraseAll(boss);
  let text = '';
  for await (const lines of writeAuditLines({ db: filled.database })) text += lines;
  await writeFile(log, text);
});
afterAll(() => on.close());

async function addPerson(id: string, { isOwner = false } = {}): Promise<void> {
  await filled.database.db
    .insertInto('users')
    .values({ id, kind: 'person', email: mail(id), name: `Name of ${id}`, is_owner: isOwner })
    .execute();
}

function contextFor(userId: string): ProjectContext {
  const [first] = filled.project.annotators;
  return { ...first!, actor: { ...first!.actor, userId, isOwner: true } };
}

/** As the API does, with the entry of the log. */
async function ask<T>(
  userId: string,
  operation: OperationName & AuditedRequest<Context>['operation'],
  { params = {}, body, work }: { params?: object; body: object; work: (ctx: ProjectContext) => Promise<T> },
): Promise<T> {
  const ctx = contextFor(userId);
  const origin = { requestId: 'test', address: '127.0.0.1', userAgent: undefined };
  return runAudited({ operation, ctx, input: { params, body }, origin }, work);
}

async function eraseAll(boss: string): Promise<void> {
  const proof = await provedSession(filled.database.db, boss);
  for (const userId of [people.told, people.later, people.owner]) {
    await filled.database.db.updateTable('users').set({ is_owner: false }).where('id', '=', userId).execute();
    await ask(boss, 'eraseUser', {
      params: { userId },
      body: {},
      work: (ctx) => eraseUser(ctx, { userId, email: mail(userId), proof }),
    });
  }
  const email = mail(people.asked);
  const { request } = await ask(people.asked, 'requestErasure', {
    body: { email },
    work: async (ctx) => ({
      request: await requestErasure(ctx, { email, note: '' }, noPost),
    }),
  });
  await ask(boss, 'decideErasureRequest', {
    params: { requestId: request.id },
    body: { decision: 'erase', email },
    work: (ctx) =>
      decideErasureRequest(ctx, { requestId: request.id, decision: 'erase', email, proof }, noPost),
  });
  await ask(boss, 'eraseImportedName', {
    params: { userId: people.imported },
    body: {},
    work: (ctx) => eraseImportedName(ctx, { userId: people.imported, name: 'lea@elsewhere.example', proof }),
  });
}

async function namesIn(url: string): Promise<Map<string, string>> {
  const db = await openDatabase({ url, applicationName: 'test', poolSize: 2 });
  try {
    expect((await checkAudit({ db })).fault).toBeNull();
    const rows = await db.db.selectFrom('users').select(['id', 'name']).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  } finally {
    await db.close();
  }
}

test('whoever was erased since the backup is erased again before anybody is let in', async () => {
  const erased = await readErased(log);
  expect([...erased].sort()).toEqual(
    [people.told, people.later, people.owner, people.asked, people.imported].sort(),
  );
  const run = await on.restoreRun('before.tar', { erased });
  const { url } = run;
  let kept = false;
  const result = await restore({
    ...run,
    beforeErasing: async () => {
      const refused = /has not ended/;
      await expect(openDatabase({ url, applicationName: 'test', poolSize: 1 })).rejects.toThrow(refused);
      await expect(migrate({ url, dir: on.migrationsDir })).rejects.toThrow(refused);
      kept = true;
    },
  });
  expect(kept).toBe(true);
  expect(result.erasedAgain).toEqual({
    erased: expect.toSatisfy((ids: string[]) => ids.length === 3),
    gone: [people.later],
    owners: [people.owner],
  });
  const names = await namesIn(url);
  for (const id of [people.told, people.asked, people.imported])
    expect(names.get(id)).toMatch(/^annotator-[0-9a-f]{12}$/);
  for (const id of [people.stays, people.owner]) expect(names.get(id)).toBe(`Name of ${id}`);
  expect(names.has(people.later)).toBe(false);
});

test('without the log they are back', async () => {
  const run = await on.restoreRun('before.tar');
  expect((await restore(run)).erasedAgain).toBeNull();
  const names = await namesIn(run.url);
  for (const id of [people.told, people.asked]) expect(names.get(id)).toBe(`Name of ${id}`);
  expect(names.get(people.imported)).toBe('lea@elsewhere.example');
});

test('a restore that broke off while it erased goes on, and lets nobody in before', async () => {
  const erased = await readErased(log);
  const broken = await on.restoreRun('before.tar', {
    erased,
    beforeErasing: () => Promise.reject(new Error('the power failed')),
  });
  await expect(restore(broken)).rejects.toThrow('the power failed');
  const { url, store } = broken;
  await expect(openDatabase({ url, applicationName: 'test', poolSize: 1 })).rejects.toThrow(/has not ended/);
  const done = await restore(await on.restoreRun('before.tar', { url, store, erased }));
  expect(done.erasedAgain?.erased).toHaveLength(3);
  expect((await namesIn(url)).get(people.told)).toMatch(/^annotator-/);
});

test('a log of an earlier version, which names the request alone, is read by the entry of the request', async () => {
  const request = { seq: 1, action: 'requestErasure', actorId: 'person-1', objectId: 'request-1' };
  const decided = {
    seq: 2,
    action: 'decideErasureRequest',
    objectId: 'request-1',
    after: { decision: 'erase' },
  };
  const declined = { seq: 3, action: 'decideErasureRequest', objectId: 'r', after: { decision: 'decline' } };
  const write = async (name: string, ...entries: (object | string)[]) => {
    const text = entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
    await writeFile(on.fileOf(name), `${text.join('\n')}\n`);
    return on.fileOf(name);
  };
  expect(await readErased(await write('old.jsonl', request, decided, declined))).toEqual(['person-1']);
  expect(await sentenceOf(readErased(await write('cut.jsonl', decided)))).toMatch(
    /cut\.jsonl, line 1: entry 2 does not tell who was erased.*Export the whole log/,
  );
  expect(await sentenceOf(readErased(await write('other.jsonl', request, 'not JSON')))).toMatch(
    /other\.jsonl, line 2 is no entry of the audit log/,
  );
  expect(await sentenceOf(readErased(on.fileOf('nowhere.jsonl')))).toMatch(/cannot be read/);
  expect(await sentenceOf(readErased(await write('empty.jsonl')))).toMatch(/is empty/);
});
