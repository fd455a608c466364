import { sql } from 'kysely';
import type { QualificationChange } from '@pairwright/contract/routing';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { releaseLeases } from '../leases/leases.queries.ts';
import { changeQualification } from './qualification.ts';

export interface MemberRouting {
  readonly userId: string;
  readonly languages?: string[] | undefined;
  readonly skills?: string[] | undefined;
  readonly teams?: string[] | undefined;
  readonly paused?: boolean | undefined;
  readonly qualification?: QualificationChange | undefined;
}

/**
 * Changes what routing knows of a member; what is left out stays. Pausing, resuming and what is decided about exam and practice are
 * kept as events. Throws Problem not_found, or wrong_state where there is nothing to decide about.
 */
export async function updateMemberRouting(ctx: ProjectContext, input: MemberRouting): Promise<void> {
  const { userId, paused, qualification, ...traits } = input;
  const given = Object.entries(traits).filter(([, value]) => value !== undefined);
  await inTransaction(ctx.db.db, async (db) => {
    const member = await db
      .selectFrom('project_members')
      .select('user_id')
      .where('project_id', '=', ctx.projectId)
      .where('user_id', '=', userId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (member === undefined) throw new Problem('not_found');
    if (given.length > 0)
      await db
        .updateTable('project_members')
        .set(Object.fromEntries(given))
        .where('project_id', '=', ctx.projectId)
        .where('user_id', '=', userId)
        .execute();
    const of = { projectId: ctx.projectId, annotatorId: userId };
    if (paused === true && (await pause(db, of))) {
      await db
        .insertInto('routing_events')
        .values({
          id: ctx.ids.next(),
          project_id: ctx.projectId,
          annotator_id: userId,
          action: 'pause',
          created_by: ctx.actor.userId,
        })
        .execute();
    }
    if (paused === false) await resume(db, { ...of, by: ctx.actor.userId });
    if (qualification !== undefined) await changeQualification(db, ctx, { ...of, change: qualification });
  });
}

/** Tells a member something, which they read among their feedback. Throws Problem not_found. */
export async function messageMember(
  ctx: ProjectContext,
  input: { userId: string; message: string },
): Promise<void> {
  const { rows } = await sql`
    insert into routing_events (id, project_id, annotator_id, action, note, created_by)
    select ${ctx.ids.next()}::uuid, m.project_id, m.user_id, 'notify', ${input.message}, ${ctx.actor.userId}::uuid
    from project_members m where m.project_id = ${ctx.projectId} and m.user_id = ${input.userId}
    returning 1`.execute(ctx.db.db);
  if (rows.length === 0) throw new Problem('not_found');
}

interface Person {
  readonly projectId: string;
  readonly annotatorId: string;
}

/** Stops new work for a person and gives back what they hold; false when they were paused already. */
export async function pause(db: Tx, of: Person): Promise<boolean> {
  const { rows } = await sql`
    insert into annotator_cursors (project_id, annotator_id, paused_at) values (${of.projectId}, ${of.annotatorId}, clock_timestamp())
    on conflict (project_id, annotator_id) do update set paused_at = excluded.paused_at where annotator_cursors.paused_at is null
    returning 1`.execute(db);
  if (rows.length === 0) return false;
  await releaseLeases(db, of);
  return true;
}

/** Lets a person work again; the pauses there were are undone by whoever resumes. */
export async function resume(db: Tx, of: Person & { readonly by: string }): Promise<void> {
  await db
    .updateTable('annotator_cursors')
    .set({ paused_at: null })
    .where('project_id', '=', of.projectId)
    .where('annotator_id', '=', of.annotatorId)
    .execute();
  await db
    .updateTable('routing_events')
    .set({ undone_at: sql<string>`clock_timestamp()`, undone_by: of.by })
    .where('project_id', '=', of.projectId)
    .where('annotator_id', '=', of.annotatorId)
    .where('action', '=', 'pause')
    .where('undone_at', 'is', null)
    .execute();
}
