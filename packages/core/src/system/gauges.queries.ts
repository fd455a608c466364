import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

export interface UnfinishedWork {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
  /** Since the oldest of them was asked for. */
  readonly oldestSeconds: number;
}

/** Imports, versions, exports, statistics, reports and exclusions that are not finished, by state. */
export async function readUnfinished(db: Executor): Promise<UnfinishedWork[]> {
  const { rows } = await sql<UnfinishedWork>`
    with work as (
      select 'import' as kind, state, created_at from imports where state in ('uploading', 'checking', 'queued', 'running')
      union all select 'version', state, created_at from dataset_versions where state in ('queued', 'running')
      union all select 'export', state, created_at from exports where state in ('queued', 'running')
      union all select 'statistics', state, created_at from statistics where state in ('queued', 'running')
      union all select 'health_report', state, created_at from health_reports where state in ('queued', 'running')
      union all select 'exclusion', state, created_at from exclusions where state in ('applying', 'ending')
    )
    select kind, state, count(*)::int as count, extract(epoch from now() - min(created_at))::float8 as "oldestSeconds"
    from work group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

export interface LeaseCounts {
  readonly live: number;
  /** Ran out and not taken back yet: the sweep does so every half minute. */
  readonly expired: number;
}

export async function readLeases(db: Executor): Promise<LeaseCounts> {
  const { rows } = await sql<LeaseCounts>`
    select count(*) filter (where lease_expires_at > now())::int as live, count(*) filter (where lease_expires_at <= now())::int as expired
    from assignments where state = 'leased' and lease_expires_at is not null`.execute(db);
  return rows[0] ?? { live: 0, expired: 0 };
}

/** Judgments whose comparison has not been resolved again yet. */
export async function readUnresolvedChanges(db: Executor): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from resolution_changes`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface OverviewNotes {
  /** Of what changed and what was added, not taken into the sums of an overview yet. */
  readonly waiting: number;
  /** Since the oldest of them was made; 0 when none waits. */
  readonly oldestSeconds: number;
}

/** Notes for overviews. Without those of projects in the trash and of sums that are no longer kept: nobody takes them in. */
export async function readOverviewNotes(db: Executor): Promise<OverviewNotes> {
  const notesIn = (table: string) => sql`
    select (select count(*) from ${sql.table(table)} where project_id = p.id) as n,
      (select noted_at from ${sql.table(table)} where project_id = p.id order by id limit 1) as since`;
  const { rows } = await sql<OverviewNotes>`
    select coalesce(sum(x.n), 0)::int as waiting, greatest(coalesce(extract(epoch from now() - min(x.since)), 0), 0)::float8 as "oldestSeconds"
    from projects p left join overview_progress o on o.project_id = p.id
    cross join lateral (${notesIn('overview_changes')} union all ${notesIn('overview_additions')}) x
    where p.deleted_at is null and not coalesce(o.broken, false)`.execute(db);
  return rows[0] ?? { waiting: 0, oldestSeconds: 0 };
}

export interface DeliveryCounts {
  readonly waiting: number;
  /** Since what waits longest happened, of webhooks that are not paused. */
  readonly oldestWaitingSeconds: number;
  readonly dead: number;
  /** Webhooks that were paused because nothing was taken any more, their secret cannot be opened, sending failed on our side, or nobody answers for them. */
  readonly broken: number;
}

/** Deliveries of webhooks that are not removed. */
export async function readDeliveries(db: Executor): Promise<DeliveryCounts> {
  const { rows } = await sql<DeliveryCounts>`
    select count(*) filter (where d.state <> 'dead')::int as waiting, count(*) filter (where d.state = 'dead')::int as dead,
      coalesce(extract(epoch from now() - min(d.occurred_at) filter (where d.state <> 'dead' and w.state = 'active')), 0)::float8 as "oldestWaitingSeconds",
      (select count(*)::int from webhooks b where b.deleted_at is null and b.paused_because <> 'person') as broken
    from webhooks w join webhook_deliveries d on d.webhook_id = w.id
    where w.deleted_at is null and d.state in ('waiting', 'sending', 'dead')`.execute(db);
  return rows[0] ?? { waiting: 0, oldestWaitingSeconds: 0, dead: 0, broken: 0 };
}

/** Projects whose sums of overviews are not kept any more, without those in the trash. */
export async function countBrokenOverviews(db: Executor): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from overview_progress o join projects p on p.id = o.project_id
    where o.broken and p.deleted_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}
