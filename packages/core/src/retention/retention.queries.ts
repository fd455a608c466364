import { sql } from 'kysely';
import {
  type RetentionRules,
  type RetentionRun,
  retentionRules,
  retentionRun,
} from '@pairwright/contract/retention';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { SESSION_IDLE_DAYS } from '../auth/caller.queries.ts';

export const RULES_KEY = 'retention';
const LAST_KEY = 'retention.last';

/** Until somebody decides otherwise, only what has ended by itself is removed. */
const usual: RetentionRules = {
  auditDays: null,
  addressDays: null,
  uploadDays: null,
  exportDays: null,
  signInDays: 90,
  crowdIdDays: null,
};

async function readSetting(db: Executor, key: string): Promise<unknown> {
  const row = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
}

async function writeSetting(db: Executor, key: string, given: unknown): Promise<void> {
  const value = JSON.stringify(given);
  await db
    .insertInto('instance_settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: sql<string>`now()` }))
    .execute();
}

export async function readRules(db: Executor): Promise<RetentionRules> {
  const found = await readSetting(db, RULES_KEY);
  // Rules of later versions are as usual until somebody decides on them.
  return found === undefined ? usual : retentionRules.parse({ ...usual, ...(found as object) });
}

export const writeRules = (db: Tx, rules: RetentionRules): Promise<void> =>
  writeSetting(db, RULES_KEY, rules);

export async function readLastRun(db: Executor): Promise<RetentionRun | null> {
  const found = await readSetting(db, LAST_KEY);
  return found === undefined ? null : retentionRun.parse({ crowdIds: 0, ...(found as object) });
}

export const writeLastRun = (db: Tx, run: RetentionRun): Promise<void> => writeSetting(db, LAST_KEY, run);

const before = (days: number) => sql<string>`now() - make_interval(days => ${days})`;

/** The last entry that goes, and how many do; the newest one of all stays. */
export async function removeEntries(
  db: Tx,
  days: number,
): Promise<{ removed: number; upTo: { seq: number; hash: string } | null }> {
  const { rows } = await sql<{ removed: number; seq: number | null; hash: string | null }>`
    select removed, up_to as seq, encode(up_to_hash, 'hex') as hash from remove_audit_entries(${days})`.execute(
    db,
  );
  const { removed = 0, seq = null, hash = null } = rows[0] ?? {};
  return { removed, upTo: seq === null || hash === null ? null : { seq, hash } };
}

export async function removeAddresses(db: Tx, days: number): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    select remove_audit_addresses(${days}) as removed`.execute(db);
  return rows[0]?.removed ?? 0;
}

/** Imports whose file goes: nothing works on them, and nothing has happened to them for so long. */
export async function markUploadsRemoved(db: Tx, days: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update imports set file_removed_at = now()
    where file_removed_at is null and state in ('uploaded', 'checked', 'succeeded', 'failed', 'cancelled')
      and greatest(created_at, started_at, heartbeat_at, finished_at) < ${before(days)}
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

export async function removeExports(db: Tx, days: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from exports where state in ('ready', 'failed', 'cancelled') and coalesce(finished_at, created_at) < ${before(days)}
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

export async function removeEndedSignIns(
  db: Tx,
  days: number,
): Promise<{ sessions: number; tokens: number }> {
  const sessions = await sql`
    delete from sessions where least(expires_at, last_used_at + make_interval(days => ${SESSION_IDLE_DAYS})) < ${before(days)}`.execute(
    db,
  );
  const tokens = await sql`
    delete from api_tokens where least(expires_at, revoked_at) < ${before(days)}`.execute(db);
  return { sessions: Number(sessions.numAffectedRows ?? 0), tokens: Number(tokens.numAffectedRows ?? 0) };
}

/** The platforms' ids of people whose link ended so long ago; the people and what they did stay. */
export async function removeCrowdIds(db: Tx, days: number): Promise<number> {
  const { rows } = await sql<{ removed: number }>`select remove_crowd_ids(${days}) as removed`.execute(db);
  return rows[0]?.removed ?? 0;
}
