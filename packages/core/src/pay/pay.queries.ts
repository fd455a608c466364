import { sql } from 'kysely';
import type { Earned } from '@pairwright/contract/pay';
import type { Executor } from '@pairwright/db/database';
import { paidJudgments } from './paid.sql.ts';

/** What somebody earned in a project by one rate. */
export interface EarnedBy extends Earned {
  readonly projectId: string;
  readonly projectName: string;
  readonly annotatorId: string;
}

export interface OfWhom {
  readonly annotatorIds: readonly string[];
  /** Left out: in all projects. */
  readonly projectId?: string | undefined;
  /** Days in UTC on which judgments were first given, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What people earned, by project and rate, in the order the rates were set. Each paid judgment is in one of three: disputed while
 * a dispute about it is open, pending while it can still be changed because the project set a time for that, else accepted.
 */
export async function findEarned(
  db: Executor,
  { annotatorIds, projectId, from, to }: OfWhom,
): Promise<EarnedBy[]> {
  const { rows } = await sql<EarnedBy>`
    select p.id as "projectId", p.name as "projectName", m.annotator_id as "annotatorId", r.currency, r.micros as "perJudgmentMicros",
      count(*) filter (where not m.disputed and not m.pending) as accepted,
      count(*) filter (where not m.disputed and m.pending) as pending,
      count(*) filter (where m.disputed) as disputed
    from (${paidJudgments}) m
    join projects p on p.id = m.project_id
    join pay_rates r on r.project_id = m.project_id and r.number = m.rate and r.micros is not null
    where m.annotator_id = any(${sql.val(annotatorIds)}::uuid[]) and ${projectId === undefined ? sql`true` : sql`m.project_id = ${projectId}`}
      and m.at >= coalesce(${from ?? null}::timestamp at time zone 'UTC', '-infinity')
      and m.at < coalesce((${to ?? null}::timestamp + interval '1 day') at time zone 'UTC', 'infinity')
    group by p.id, m.annotator_id, r.currency, r.micros order by p.name, p.id, m.annotator_id, min(r.number)`.execute(
    db,
  );
  return rows;
}
