import { sql } from 'kysely';
import type { RoutingEvent } from '@pairwright/contract/gold';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { resume } from './members.service.ts';
import { undoQualification } from './qualification.ts';

/** What rules and people did about members, newest first. */
export async function listRoutingEvents(ctx: ProjectContext): Promise<{ items: RoutingEvent[] }> {
  const rows = await ctx.db.db
    .selectFrom('routing_events as e')
    .innerJoin('users as u', 'u.id', 'e.annotator_id')
    .leftJoin('users as by', 'by.id', 'e.created_by')
    .leftJoin('users as undone', 'undone.id', 'e.undone_by')
    .select([
      'e.id',
      'e.annotator_id as userId',
      'u.name',
      'e.action',
      'e.rule',
      'e.evidence',
      'e.created_at as createdAt',
      'by.name as createdBy',
      'e.undone_at as undoneAt',
      'undone.name as undoneBy',
    ])
    .where('e.project_id', '=', ctx.projectId)
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(500)
    .execute();
  return { items: rows as RoutingEvent[] };
}

/** Takes an action back, and what was told of it as long as it is unread. Throws Problem not_found, or wrong_state when it is undone already or cannot be any more. */
export async function undoRoutingEvent(ctx: ProjectContext, input: { eventId: string }): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const event = await db
      .selectFrom('routing_events')
      .select(['annotator_id', 'action', 'undone_at'])
      .where('id', '=', input.eventId)
      .where('project_id', '=', ctx.projectId)
      .executeTakeFirst();
    if (event === undefined) throw new Problem('not_found');
    if (event.undone_at !== null)
      throw new Problem('wrong_state', { detail: 'Somebody has undone it already.' });
    const of = { projectId: ctx.projectId, annotatorId: event.annotator_id };
    if (event.action === 'pause') await resume(db, { ...of, by: ctx.actor.userId });
    if (event.action === 'practice')
      await db
        .updateTable('annotator_cursors')
        .set({ practice_since: null })
        .where('project_id', '=', of.projectId)
        .where('annotator_id', '=', of.annotatorId)
        .execute();
    if (['renew', 'qualify', 'withdraw'].includes(event.action))
      await undoQualification(db, { ...of, eventId: input.eventId, action: event.action });
    await db
      .updateTable('routing_events')
      .set({ undone_at: sql<string>`clock_timestamp()`, undone_by: ctx.actor.userId })
      .where('id', '=', input.eventId)
      .where('undone_at', 'is', null)
      .execute();
  });
}
