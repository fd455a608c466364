import type { Executor } from '@pairwright/db/database';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { DB } from '@pairwright/db/tables.generated';
import { sql } from 'kysely';
import type { ProjectContext } from '../context.ts';

export type ReviewEventKind =
  | 'revealed'
  | 'decided'
  | 'settled'
  | 'withdrawn'
  | 'sent_back'
  | 'dispute_answered'
  | 'settings_changed'
  | 'excluded'
  | 'included';

export interface NewEvent {
  readonly kind: ReviewEventKind;
  readonly comparisonId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Writes down what the actor did, in the transaction that does it. */
export async function logEvent(db: Executor, ctx: ProjectContext, event: NewEvent): Promise<void> {
  await db
    .insertInto('review_events')
    .values({
      id: ctx.ids.next(),
      project_id: ctx.projectId,
      comparison_id: event.comparisonId,
      actor_id: ctx.actor.userId,
      kind: event.kind,
      facts: JSON.stringify(event.facts),
    })
    .execute();
}

const newestFirst: Keyset<{ e: DB['review_events'] }, 'e'> = {
  columns: [{ ref: 'e.id', type: 'uuid' }],
  direction: 'desc',
};

/** `limit + 1` events of a project, newest first. */
export function findEvents(
  db: Executor,
  page: { projectId: string; cursor?: string | undefined; limit: number },
) {
  return db
    .selectFrom('review_events as e')
    .innerJoin('users as u', 'u.id', 'e.actor_id')
    .select([
      'e.id',
      'e.comparison_id as comparisonId',
      'u.name as actor',
      'e.kind',
      'e.facts',
      'e.created_at as createdAt',
    ])
    .where('e.project_id', '=', page.projectId)
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('e.id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

/** Whether a decision that asked for a gold comparison made one. */
export async function madeGold(
  db: Executor,
  of: { readonly comparisonId: string; readonly decisionId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('review_events')
    .select(sql<boolean>`(facts ->> 'gold')::boolean`.as('gold'))
    .where('comparison_id', '=', of.comparisonId)
    .where('kind', '=', 'settled')
    .where(sql`facts ->> 'decisionId'`, '=', of.decisionId)
    .executeTakeFirstOrThrow();
  return row.gold;
}

/** Whether this person has asked to see the votes of a comparison before deciding. */
export async function hasRevealed(
  db: Executor,
  of: { readonly comparisonId: string; readonly userId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('review_events')
    .select('id')
    .where('comparison_id', '=', of.comparisonId)
    .where('kind', '=', 'revealed')
    .where('actor_id', '=', of.userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
