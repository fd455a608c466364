import { sql } from 'kysely';
import type { FlagState } from '@pairwright/contract/flags';
import { afterCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { promptExcerpt } from '../browse/comparisons.queries.ts';

const order = { columns: [{ ref: 'f.id', type: 'uuid' }], direction: 'asc' } as const;

function selectFlags(db: Executor) {
  return db
    .selectFrom('flags as f')
    .innerJoin('users as u', 'u.id', 'f.annotator_id')
    .leftJoin('users as s', 's.id', 'f.settled_by')
    .select([
      'f.id',
      'f.reason',
      'f.note',
      'u.id as annotatorId',
      'u.name as annotator',
      'f.created_at as createdAt',
      'f.state',
      sql<boolean>`flag_counts(f)`.as('counts'),
      's.name as settledBy',
      'f.settled_at as settledAt',
      'f.settled_note as settledNote',
    ]);
}

export type FlagRow = Awaited<ReturnType<typeof findFlagsOf>>[number];

/** The flags of a comparison, in the order they were raised. */
export function findFlagsOf(db: Executor, comparisonId: string) {
  return selectFlags(db).where('f.comparison_id', '=', comparisonId).orderBy('f.id').execute();
}

export function findFlag(db: Executor, of: { projectId: string; flagId: string }) {
  return selectFlags(db)
    .where('f.project_id', '=', of.projectId)
    .where('f.id', '=', of.flagId)
    .executeTakeFirst();
}

export interface FlagPage {
  readonly projectId: string;
  readonly state?: FlagState | undefined;
  readonly reason?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** `limit + 1` flags, oldest first. */
export function findFlags(db: Executor, page: FlagPage) {
  let query = selectFlags(db)
    .innerJoin('comparisons as c', 'c.id', 'f.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select(['c.id as comparisonId', promptExcerpt.as('promptExcerpt')])
    .where('f.project_id', '=', page.projectId)
    .where(afterCursor<DB & { f: DB['flags'] }, 'f'>(order, page.cursor) as never);
  if (page.state !== undefined) query = query.where('f.state', '=', page.state);
  if (page.reason !== undefined) query = query.where('f.reason', '=', page.reason);
  return query
    .orderBy('f.id')
    .limit(page.limit + 1)
    .execute();
}

/** Sets how many flags of these comparisons count; said in the transaction of what changed them. */
export async function recountFlags(db: Executor, comparisonIds: readonly string[]): Promise<void> {
  await sql`select recount_flags(${comparisonIds}::uuid[])`.execute(db);
}

/** The same of all comparisons that somebody flagged, when their judgments are excluded or taken in again. */
export async function recountFlagsBy(
  db: Executor,
  of: { projectId: string; annotatorId: string },
): Promise<void> {
  await sql`select recount_flags(array(
    select distinct comparison_id from flags where project_id = ${of.projectId} and annotator_id = ${of.annotatorId}))`.execute(
    db,
  );
}
