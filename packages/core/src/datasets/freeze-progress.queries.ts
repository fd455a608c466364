import { sql } from 'kysely';
import type { FreezeStep } from '@pairwright/contract/datasets';
import type { Executor } from '@pairwright/db/database';

/** What a step begins at, of 100: its share of the time as measured with a million comparisons. */
const begins: Record<FreezeStep, number> = { rows: 0, votes: 45, texts: 60, facts: 65, agreement: 85 };

/**
 * Says what the freeze of a version is at; outside of its transaction, which nobody sees before it is done. False: it is not running any
 * more, because somebody cancelled it.
 */
export async function reportFreeze(db: Executor, versionId: string, step: FreezeStep): Promise<boolean> {
  // Shared with nobody who changes the state: what a cancelled freeze was at is not left behind.
  const { numAffectedRows } = await sql`
    insert into freeze_progress (version_id, step, percent)
    select id, ${step}, ${begins[step]}::int from dataset_versions where id = ${versionId} and state = 'running' for share
    on conflict (version_id) do update set step = excluded.step, percent = excluded.percent`.execute(db);
  return numAffectedRows === 1n;
}

export async function forgetProgress(db: Executor, versionId: string): Promise<void> {
  await db.deleteFrom('freeze_progress').where('version_id', '=', versionId).execute();
}
