import { sql } from 'kysely';
import type { FlagReason } from '@pairwright/contract/flag-reasons';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { flagTable } from '@pairwright/domain/flag';
import { statesAccepting } from '@pairwright/domain/lifecycle';
import type { ProjectContext } from '../context.ts';
import { recountFlags } from '../flags/flags.queries.ts';
import { lockPlace } from './place.queries.ts';

export interface FlagAssignment {
  readonly assignmentId: string;
  /** The client's id of the flag: sending it again changes nothing. */
  readonly id: string;
  readonly reason: FlagReason;
  readonly note?: string | undefined;
}

/**
 * Reports a problem with the comparison of my assignment, in whatever state that is. Throws Problem not_found, or
 * invalid_request when the id belongs to another flag.
 */
export async function flagAssignment(ctx: ProjectContext, input: FlagAssignment): Promise<void> {
  // Whether it is new.
  await inTransaction(ctx.db.db, async (db): Promise<boolean> => {
    const { assignmentId } = input;
    const found = await lockPlace(db, {
      projectId: ctx.projectId,
      annotatorId: ctx.actor.userId,
      assignmentId,
    });
    if (found === undefined) throw new Problem('not_found');
    const added = await db
      .insertInto('flags')
      .values({
        id: input.id,
        project_id: ctx.projectId,
        comparison_id: found.comparisonId,
        assignment_id: assignmentId,
        annotator_id: ctx.actor.userId,
        reason: input.reason,
        note: input.note ?? null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) {
      await requireSame(db, input);
      return false;
    }
    // Whoever excludes me meanwhile waits, or is known by the count.
    await sql`select pg_advisory_xact_lock_shared(exclusion_lock(${ctx.projectId}, ${ctx.actor.userId}))`.execute(
      db,
    );
    await recountFlags(db, [found.comparisonId]);
    return true;
  });
}

/**
 * Takes a flag of mine back; again changes nothing. Throws Problem not_found, or wrong_state once somebody has said what came of
 * it.
 */
export async function withdrawFlag(
  ctx: ProjectContext,
  { assignmentId, flagId }: { readonly assignmentId: string; readonly flagId: string },
): Promise<void> {
  // Whether it was there still.
  await inTransaction(ctx.db.db, async (db): Promise<boolean> => {
    const found = await lockPlace(db, {
      projectId: ctx.projectId,
      annotatorId: ctx.actor.userId,
      assignmentId,
    });
    if (found === undefined) throw new Problem('not_found');
    const flag = await db
      .selectFrom('flags')
      .select('state')
      .where('id', '=', flagId)
      .where('assignment_id', '=', assignmentId)
      .where('annotator_id', '=', ctx.actor.userId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (flag === undefined) throw new Problem('not_found');
    if (flag.state === 'withdrawn') return false;
    if (!statesAccepting(flagTable, 'withdraw').includes(flag.state))
      throw new Problem('wrong_state', {
        detail: 'A reviewer has looked at this report already. Tell your project lead instead.',
      });
    await db.updateTable('flags').set({ state: 'withdrawn' }).where('id', '=', flagId).execute();
    await recountFlags(db, [found.comparisonId]);
    return true;
  });
}

async function requireSame(db: Tx, input: FlagAssignment): Promise<void> {
  const flag = await db
    .selectFrom('flags')
    .select(['assignment_id', 'reason', 'note'])
    .where('id', '=', input.id)
    .executeTakeFirst();
  if (
    flag?.assignment_id === input.assignmentId &&
    flag.reason === input.reason &&
    flag.note === (input.note ?? null)
  )
    return;
  const fault = {
    path: 'body.id',
    value: input.id,
    rule: 'this id belongs to another flag',
    fix: 'Use a new id for a new flag.',
  };
  throw new Problem('invalid_request', {
    detail: `${fault.path}: ${fault.rule}. ${fault.fix}`,
    faults: [fault],
  });
}
