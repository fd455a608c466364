import type { FreezeStep } from '@pairwright/contract/datasets';
import type { Executor } from '@pairwright/db/database';

/** What a step begins at, of 100: its share of the time as measured with a million comparisons. */
const begins: Record<FreezeStep, number> = { rows: 0, votes: 45, texts: 60, facts: 65, agreement: 85 };

/** Says what the freeze of a version is at; outside of its transaction, which nobody sees before it is done. */
export async function reportFreeze(db: Executor, versionId: string, step: FreezeStep): Promise<void> {
  await db
    .insertInto('freeze_progress')
    .values({ version_id: versionId, step, percent: begins[step] })
    .onConflict((conflict) =>
      conflict
        .column('version_id')
        .doUpdateSet((eb) => ({ step: eb.ref('excluded.step'), percent: eb.ref('excluded.percent') })),
    )
    .execute();
}

export async function forgetProgress(db: Executor, versionId: string): Promise<void> {
  await db.deleteFrom('freeze_progress').where('version_id', '=', versionId).execute();
}
