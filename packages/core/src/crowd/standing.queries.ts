import { sql } from 'kysely';
import type { NothingReason } from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';
import { findNothingReason } from '../routing/nothing-now.queries.ts';
import { claimableText } from './done.sql.ts';

interface Of {
  readonly projectId: string;
  readonly annotatorId: string;
}

/** Whether the link by which somebody came last has all that it wants of them, and lets nobody go on. */
export async function hasReachedWanted(db: Executor, { projectId, annotatorId }: Of): Promise<boolean> {
  const { rows } = await sql<{ left: number }>`
    with me as (select ${projectId}::uuid as project, ${annotatorId}::uuid as id)
    select ${sql.raw(claimableText({ project: 'me.project', user: 'me.id', count: '1' }))} as left from me`.execute(
    db,
  );
  return rows[0]?.left === 0;
}

/** Stops that nobody gets past by themselves, and by waiting neither. */
const forGood: readonly NothingReason[] = ['paused', 'practice_failed', 'not_qualified', 'quota_project'];
/** Rules that keep comparisons from somebody for good. */
const neverFits: readonly NothingReason[] = ['language', 'skills', 'reserved', 'own_work', 'all_done'];

/**
 * Whether nothing more can be given to somebody, as far as is known now: the project is over, they are out of it, excluded or
 * stopped, or no comparison that is open, or may be again, is for them. Who holds a pair has something to do.
 */
export async function isOutForGood(db: Executor, of: Of): Promise<boolean> {
  const { projectId, annotatorId } = of;
  const { rows } = await sql<{ holds: boolean; isOver: boolean; isMember: boolean; isPaused: boolean }>`
    select p.state = 'archived' or p.deleted_at is not null as "isOver", p.state = 'paused' as "isPaused",
      exists (select from project_members m where m.project_id = p.id and m.user_id = ${annotatorId}) as "isMember",
      exists (select from assignments a where a.project_id = p.id and a.annotator_id = ${annotatorId} and a.state = 'leased'
        and a.lease_expires_at > clock_timestamp()) as holds
    from projects p where p.id = ${projectId}`.execute(db);
  const [row] = rows;
  if (row === undefined || row.isOver || !row.isMember) return true;
  if (row.holds || row.isPaused) return false;
  const { reason, mayCome } = await findNothingReason(db, of);
  return forGood.includes(reason) || (!mayCome && neverFits.includes(reason));
}
