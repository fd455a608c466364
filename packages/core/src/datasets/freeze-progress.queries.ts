import { type RawBuilder, sql } from 'kysely';
import type { FreezeStep } from '@pairwright/contract/datasets';
import type { Executor } from '@pairwright/db/database';
import { freezeSteps } from './freeze-pace.ts';

/**
 * Says what the freeze of a version is at; outside of its transaction, which nobody sees before it is done. False: it is not running any
 * more, because somebody cancelled it.
 */
export async function reportFreeze(db: Executor, versionId: string, step: FreezeStep): Promise<boolean> {
  const { numAffectedRows } = await (step === 'rows' ? begin(versionId) : go(versionId, step)).execute(db);
  return numAffectedRows === 1n;
}

// Shared with nobody who changes the state: what a cancelled freeze was at is not left behind.
function begin(versionId: string): RawBuilder<unknown> {
  return sql`
    insert into freeze_progress (version_id, step, percent, started_at, step_at, comparisons, expected_ms)
    select v.id, 'rows', ${freezeSteps.rows.begins}::int, clock_timestamp(), clock_timestamp(), n.comparisons, (
        select round(l.freeze_ms::numeric * n.comparisons / l.comparisons_total) from dataset_versions l
        where l.project_id = v.project_id and l.state = 'ready' and l.comparisons_total > 0 and l.freeze_ms is not null
        order by l.frozen_at desc limit 1
      )
    from dataset_versions v cross join lateral (select count(*) as comparisons from comparisons c where c.project_id = v.project_id) n
    where v.id = ${versionId} and v.state = 'running' for share of v
    on conflict (version_id) do update set step = excluded.step, percent = excluded.percent, comparisons = excluded.comparisons,
      expected_ms = excluded.expected_ms, started_at = clock_timestamp(), step_at = clock_timestamp()`;
}

function go(versionId: string, step: FreezeStep): RawBuilder<unknown> {
  return sql`
    insert into freeze_progress (version_id, step, percent, started_at, step_at)
    select id, ${step}, ${freezeSteps[step].begins}::int, clock_timestamp(), clock_timestamp() from dataset_versions where id = ${versionId} and state = 'running' for share
    on conflict (version_id) do update set step = excluded.step, percent = excluded.percent, step_at = clock_timestamp()`;
}

export async function forgetProgress(db: Executor, versionId: string): Promise<void> {
  await db.deleteFrom('freeze_progress').where('version_id', '=', versionId).execute();
}
