import { Problem } from '@pairwright/contract/errors';
import { violatesUnique } from '@pairwright/db/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { place } from '@pairwright/domain/assignment';
import type { ProjectContext } from '../context.ts';
import { payloadHash } from './payload-hash.ts';
import { applyPlacing, type LockedPlace, lockPlace } from './place.queries.ts';
import { findJudgment, insertRetraction, isLocked, isRetracted } from './retract-judgment.queries.ts';
import { locked } from './submit-judgment.service.ts';

export interface RetractJudgment {
  readonly assignmentId: string;
  /** The client's id of this retraction: sending it again changes nothing. */
  readonly id: string;
  readonly judgmentId: string;
}

export interface Lease {
  readonly assignmentId: string;
  readonly leaseExpiresAt: string;
}

/**
 * Takes my judgment back: appends a retraction that supersedes it and leases the assignment to me again, also when the
 * comparison has got its judgments elsewhere meanwhile. Throws Problem not_found, judgment_conflict, judgment_locked, or
 * assignment_closed when a later judgment of mine has replaced this one.
 */
export async function retractJudgment(ctx: ProjectContext, input: RetractJudgment): Promise<Lease> {
  try {
    return await inTransaction(ctx.db.db, (db) => retract(db, ctx, input));
  } catch (error) {
    if (violatesUnique(error, 'judgments_pkey')) throw idTaken(input.id);
    throw error;
  }
}

async function retract(db: Tx, ctx: ProjectContext, input: RetractJudgment): Promise<Lease> {
  const { assignmentId } = input;
  const found = await lockPlace(db, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    assignmentId,
  });
  if (found === undefined) throw new Problem('not_found');
  const hash = payloadHash({ ...input, annotatorId: ctx.actor.userId });
  const earlier = await findJudgment(db, input.id);
  if (earlier !== undefined) {
    if (earlier.outcome !== 'retracted' || !earlier.payload_hash.equals(hash)) throw idTaken(input.id);
    return leaseOf(found);
  }
  const judgment = await findJudgment(db, input.judgmentId);
  if (judgment?.assignment_id !== assignmentId || judgment.outcome === 'retracted')
    throw new Problem('not_found');
  if (found.judgmentId !== judgment.id) {
    if (await isRetracted(db, judgment.id)) return leaseOf(found);
    throw new Problem('assignment_closed', {
      detail: 'A later judgment of yours has replaced this one. Take that one back instead.',
    });
  }
  if (await isLocked(db, judgment.id)) throw locked();
  const placing = place(found.places, found.standing, 'retract');
  if (!placing.ok)
    throw new Problem('assignment_closed', { detail: `There is nothing to take back: ${placing.reason}.` });
  await insertRetraction(db, { id: input.id, judgmentId: judgment.id, payloadHash: hash });
  return leaseOf({ ...found, leaseExpiresAt: await applyPlacing(db, found, { placing }) });
}

/** The lease as it stands; one that has ended says when. */
export function leaseOf(found: Pick<LockedPlace, 'assignmentId' | 'leaseExpiresAt' | 'closedAt'>): Lease {
  const leaseExpiresAt = found.leaseExpiresAt ?? found.closedAt;
  if (leaseExpiresAt === null)
    throw new Error(`The assignment ${found.assignmentId} has neither a lease nor an end.`);
  return { assignmentId: found.assignmentId, leaseExpiresAt };
}

function idTaken(id: string): Problem {
  return new Problem('judgment_conflict', {
    detail: `The id ${id} was used for something else. Use a new id for a new retraction.`,
  });
}
