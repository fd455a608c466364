import type { Accuracy } from '@pairwright/contract/gold';
import type { GoldNotice, LeadMessage } from '@pairwright/contract/working-life';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { sql } from 'kysely';

/** Of `routing_events e`, what is told to the person: not once it was undone before they read it. */
export const told = sql<boolean>`e.action in ('notify', 'practice', 'renew', 'qualify', 'withdraw')
  and (e.undone_at is null or e.read_at is not null)`;

const newestFirst: Keyset<{ e: DB['routing_events'] }, 'e'> = {
  columns: [{ ref: 'e.id', type: 'uuid' }],
  direction: 'desc',
};

/** Up to `limit + 1` of what rules noticed about this person's answers to gold comparisons and what leads told them, newest first. */
export async function findMyNotices(
  db: Executor,
  page: { annotatorId: string; cursor: string | undefined; limit: number },
): Promise<(GoldNotice | LeadMessage)[]> {
  const rows = await db
    .selectFrom('routing_events as e')
    .innerJoin('projects as x', (join) =>
      join.onRef('x.id', '=', 'e.project_id').on('x.deleted_at', 'is', null),
    )
    .leftJoin('users as by', 'by.id', 'e.created_by')
    .select([
      'e.id',
      'e.project_id as projectId',
      'x.name as projectName',
      'e.created_at as createdAt',
      'e.read_at as readAt',
      'e.action',
      'e.evidence',
      sql<boolean>`e.rule is not null`.as('byRule'),
      'x.show_numbers as shown',
      'e.note',
      'by.name as author',
    ])
    .where('e.annotator_id', '=', page.annotatorId)
    .where(told)
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('e.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(({ action, byRule, evidence, shown, note, author, ...row }) =>
    note === null
      ? {
          kind: 'notice',
          ...row,
          action: (byRule ? action : `lead_${action}`) as GoldNotice['action'],
          band: shown ? bandOf(evidence as Accuracy | null) : null,
        }
      : { kind: 'message', ...row, author: author ?? '', message: note },
  );
}

export async function markNoticesRead(
  db: Executor,
  of: { annotatorId: string; ids: readonly string[] },
): Promise<void> {
  await sql`update routing_events e set read_at = now()
    where e.annotator_id = ${of.annotatorId} and e.id = any(${of.ids}::uuid[]) and e.read_at is null and ${told}`.execute(
    db,
  );
}

function bandOf(seen: Accuracy | null): GoldNotice['band'] {
  if (seen === null || seen.low === null || seen.high === null) return null;
  return { low: seen.low, high: seen.high, n: seen.total };
}
