import type { SkipReason } from '@pairwright/contract/annotate';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { place } from '@pairwright/domain/assignment';
import type { ProjectContext } from '../context.ts';
import { applyPlacing, type LockedPlace, lockPlace } from './place.queries.ts';
import { type Lease, leaseOf } from './retract-judgment.service.ts';

export interface SkipAssignment {
  readonly assignmentId: string;
  readonly reason: SkipReason;
  readonly note?: string | undefined;
}

/**
 * Gives my assignment away for good, with a reason; it does not come to me again. Also after the lease ended. Skipping
 * again changes the reason. Throws Problem not_found, or assignment_closed when there is a judgment.
 */
export async function skipAssignment(ctx: ProjectContext, input: SkipAssignment): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const found = known(await lockPlace(db, mine(ctx, input.assignmentId)));
    const placing = place(found.places, found.standing, 'skip');
    if (!placing.ok) throw closed('It has a judgment of yours. Take that back first.');
    await applyPlacing(db, found, { placing, skip: { reason: input.reason, note: input.note ?? null } });
  });
}

/**
 * Takes a skip back: the assignment is leased to me again. One that is leased stays as it is. Throws Problem not_found or
 * assignment_closed.
 */
export async function unskipAssignment(ctx: ProjectContext, input: { assignmentId: string }): Promise<Lease> {
  return inTransaction(ctx.db.db, async (db) => {
    const found = known(await lockPlace(db, mine(ctx, input.assignmentId)));
    if (found.standing.state === 'leased') return leaseOf(found);
    const placing = place(found.places, found.standing, 'unskip');
    if (!placing.ok) throw closed(`It is not skipped but ${found.standing.state}.`);
    return leaseOf({ ...found, leaseExpiresAt: await applyPlacing(db, found, { placing }) });
  });
}

function mine(ctx: ProjectContext, assignmentId: string) {
  return { projectId: ctx.projectId, annotatorId: ctx.actor.userId, assignmentId };
}

function known(found: LockedPlace | undefined): LockedPlace {
  if (found === undefined) throw new Problem('not_found');
  return found;
}

function closed(detail: string): Problem {
  return new Problem('assignment_closed', { detail });
}
