import { sql } from 'kysely';
import { type AuditCheck, auditCheck } from '@pairwright/contract/audit';
import type { Executor } from '@pairwright/db/database';

const KEY = 'audit.check';

/** What the last check found, null before the first one. */
export async function findCheck(db: Executor): Promise<AuditCheck | null> {
  const row = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', KEY)
    .executeTakeFirst();
  return row === undefined ? null : auditCheck.parse(row.value);
}

export async function storeCheck(db: Executor, check: AuditCheck): Promise<void> {
  const value = JSON.stringify(check);
  await db
    .insertInto('instance_settings')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: sql<string>`now()` }))
    .execute();
}
