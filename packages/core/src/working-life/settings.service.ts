import { sql } from 'kysely';
import type { AnnotatorSettings } from '@pairwright/contract/working-life';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { releaseLeases } from '../leases/leases.queries.ts';
import { endAttemptIfDone } from '../practice/attempts.service.ts';

/** My settings that routing must know. */
export async function getMySettings(ctx: Context): Promise<AnnotatorSettings> {
  const row = await ctx.db.db
    .selectFrom('annotator_settings')
    .select('opt_out')
    .where('user_id', '=', ctx.actor.userId)
    .executeTakeFirst();
  return { optOut: (row?.opt_out ?? []) as AnnotatorSettings['optOut'] };
}

/** Replaces them. What I hold of the content I opt out of goes to others at once; what I gave stays. */
export async function updateMySettings(ctx: Context, input: AnnotatorSettings): Promise<AnnotatorSettings> {
  const optOut = [...new Set(input.optOut)];
  const annotatorId = ctx.actor.userId;
  await inTransaction(ctx.db.db, async (db) => {
    await db
      .insertInto('annotator_settings')
      .values({ user_id: annotatorId, opt_out: optOut })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ opt_out: optOut }))
      .execute();
    // A claim that runs meanwhile may not know yet: its leases are looked at when it has ended.
    await sql`select from annotator_cursors where annotator_id = ${annotatorId} order by project_id for no key update`.execute(
      db,
    );
    await releaseSensitive(db, annotatorId);
    await endRounds(db, annotatorId);
  });
  return { optOut };
}

async function releaseSensitive(db: Tx, annotatorId: string): Promise<void> {
  const { rows } = await sql<{ projectId: string; assignmentIds: string[] }>`
    select a.project_id as "projectId", array_agg(a.id) as "assignmentIds"
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.annotator_id = ${annotatorId} and a.state = 'leased' and c.sensitive && opted_out(${annotatorId})
    group by a.project_id order by a.project_id`.execute(db);
  for (const of of rows) await releaseLeases(db, { ...of, annotatorId });
}

/** A practice round may be over without the examples that are none for me any more. */
async function endRounds(db: Tx, annotatorId: string): Promise<void> {
  const running = await db
    .selectFrom('practice_attempts')
    .select(['project_id as projectId', 'attempt'])
    .where('annotator_id', '=', annotatorId)
    .where('finished_at', 'is', null)
    .orderBy('project_id')
    .execute();
  for (const of of running) await endAttemptIfDone(db, { ...of, annotatorId });
}
