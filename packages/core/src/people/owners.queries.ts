import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

/** Spells PWOW: one change of who owns the installation at a time. */
const OWNER_LOCK = 0x50574f57;

/** Held until the transaction ends; whoever changes or counts owners takes it first. */
export async function lockOwners(db: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${OWNER_LOCK})`.execute(db);
}

/** Whether the installation was ever given to anybody, also to one who is disabled now. */
export async function hasOwner(db: Executor): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('is_owner', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Throws `last_owner` when nobody but this person could act as owner. Owners of the demo do not count: their passwords are
 * public. Call it under `lockOwners`.
 */
export async function requireAnotherOwner(db: Tx, exceptId: string): Promise<void> {
  const row = await activeOwners(db)
    .where('id', '!=', exceptId)
    .where('is_demo', '=', false)
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('last_owner', { detail: 'Make somebody else an owner first.' });
}

/** Whether this person is an owner who can act. */
export async function isActiveOwner(db: Executor, userId: string): Promise<boolean> {
  return (await activeOwners(db).where('id', '=', userId).executeTakeFirst()) !== undefined;
}

/** Owners who can act. */
export function activeOwners(db: Executor) {
  return db
    .selectFrom('users')
    .select('id')
    .where('is_owner', '=', true)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null);
}
