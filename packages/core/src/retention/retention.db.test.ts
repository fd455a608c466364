import { afterAll, beforeEach, expect, it } from 'vitest';
import type { RetentionRules } from '@pairwright/contract/retention';
import { inTransaction } from '@pairwright/db/transaction';
import { type ChainedEntry, entryText, firstHash, privateText } from '@pairwright/domain/audit/chain';
import { sha256Hex } from '@pairwright/runtime/hash';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { sql } from 'kysely';
import { checkAudit } from '../audit/check.service.ts';
import { readChain } from '../audit/entries.queries.ts';
import type { Services } from '../context.ts';
import { writeRules } from './retention.queries.ts';
import { applyRetention } from './retention.service.ts';

const database = await createTestDatabase();
const { db } = database;
// No file is removed here; using the store would fail the test.
const services = { db: database } as unknown as Services;
afterAll(() => database.close());
const person = '01900000-0000-7000-8000-0000000000aa';
const never: RetentionRules = {
  auditDays: null,
  addressDays: null,
  uploadDays: null,
  exportDays: null,
  signInDays: null,
  crowdIdDays: null,
};

async function follow(rules: Partial<RetentionRules>) {
  await inTransaction(db, (tx) => writeRules(tx, { ...never, ...rules }));
  return applyRetention(services);
}

/** A log as it grew over the years: one entry for each age in days, oldest first. */
async function logOf(ages: readonly number[]): Promise<void> {
  let previous: ChainedEntry | undefined;
  for (const [index, days] of ages.entries()) {
    const { rows } = await sql<{ at: string }>`select now() - make_interval(days => ${days}) as at`.execute(
      db,
    );
    const salt = 'cd'.repeat(32);
    const data = { address: '192.0.2.7', userAgent: null };
    const said = {
      seq: index + 1,
      occurredAt: rows[0]!.at,
      actorId: person,
      via: 'session',
      action: 'updateMe',
      objectKind: 'account',
      objectId: person,
      projectId: null,
      requestId: 'r',
      before: null,
      after: null,
      originHash: sha256Hex(privateText({ salt, data })),
      personHash: null,
      previousHash: previous?.hash ?? firstHash,
    };
    previous = { ...said, hash: sha256Hex(entryText(said)), private: {} };
    await sql`insert into audit_events (seq, occurred_at, actor_id, via, action, object_kind, object_id, request_id, origin_hash, previous_hash, hash)
      values (${said.seq}, ${said.occurredAt}, ${person}, 'session', 'updateMe', 'account', ${person}, 'r',
        decode(${said.originHash}, 'hex'), decode(${said.previousHash}, 'hex'), decode(${previous.hash}, 'hex'))`.execute(
      db,
    );
    await sql`insert into audit_private (seq, part, person_id, salt, data)
      values (${said.seq}, 'origin', ${person}, decode(${salt}, 'hex'), ${JSON.stringify(data)}::jsonb)`.execute(
      db,
    );
  }
}

/** As somebody could who owns the server. */
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await statement.execute(tx);
  });
}

beforeEach(async () => {
  await tamper(sql`delete from audit_private`);
  await tamper(sql`delete from audit_events`);
  await db.deleteFrom('instance_settings').execute();
  await logOf([900, 800, 400, 100, 1]);
  expect(await checkAudit(services)).toMatchObject({ entries: 5, fault: null });
});

it('removes old addresses, and the log stays whole', async () => {
  expect(await follow({ addressDays: 90 })).toMatchObject({ addresses: 4, auditEntries: 0 });
  const left = await db.selectFrom('audit_private').select('seq').execute();
  expect(left).toEqual([{ seq: 5 }]);
  expect(await checkAudit(services)).toMatchObject({ entries: 6, fault: null });
  expect(await follow({ addressDays: 90 })).toMatchObject({ addresses: 0 });
});

it('removes old entries, and what is left can still be checked', async () => {
  expect(await follow({ auditDays: 730 })).toMatchObject({ auditEntries: 2 });
  expect(await checkAudit(services)).toMatchObject({ entries: 4, fault: null, head: { seq: 6 } });
  expect(await follow({ auditDays: 365 })).toMatchObject({ auditEntries: 1 });
  const chain = await readChain(db, { after: 0, limit: 100 });
  expect(chain.map(({ seq, action }) => [seq, action])).toEqual([
    [4, 'updateMe'],
    [5, 'updateMe'],
    [6, 'applyRetention'],
    [7, 'applyRetention'],
  ]);
  expect(await checkAudit(services)).toMatchObject({ entries: 4, fault: null });
});

it('a beginning that no rule removed is missed', async () => {
  await follow({ auditDays: 730 });
  await tamper(sql`delete from audit_events where seq = 3`);
  expect(await checkAudit(services)).toMatchObject({ fault: { seq: 4, fault: 'gap' } });
});

it('never removes the newest entry', async () => {
  await tamper(sql`delete from audit_events where seq > 3`);
  expect(await follow({ auditDays: 365 })).toMatchObject({ auditEntries: 2 });
  const chain = await readChain(db, { after: 0, limit: 100 });
  expect(chain.map(({ seq }) => seq)).toEqual([3, 4]);
});

it('removes nothing in a transaction that fails, and leaves the log append-only', async () => {
  await follow({ auditDays: 730 });
  await expect(sql`delete from audit_events`.execute(db)).rejects.toMatchObject({ code: '23001' });
});
