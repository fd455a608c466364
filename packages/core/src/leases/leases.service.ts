import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext, Services } from '../context.ts';
import { expireLeases, releaseLeases, renewLeases, shortenLeases } from './leases.queries.ts';

/** Leases ended per statement: short transactions, so that no vote waits for a sweep. */
const SWEEP_BATCH = 200;

/** Prolongs those of these assignments that are mine with a live lease, and says which; their leases now run for the project's lease minutes. */
export async function renewAssignments(
  ctx: ProjectContext,
  input: { assignmentIds: readonly string[] },
): Promise<{ items: { id: string; leaseExpiresAt: string }[] }> {
  const mine = {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    assignmentIds: input.assignmentIds,
  };
  const rows = await inTransaction(ctx.db.db, (db) => renewLeases(db, mine));
  return { items: rows.map((row) => ({ id: row.id, leaseExpiresAt: row.lease_expires_at })) };
}

/** Frees at once the places of those of these assignments that are leased to me; others stay as they are. They may come to me again. */
export async function releaseAssignments(
  ctx: ProjectContext,
  input: { assignmentIds: readonly string[] },
): Promise<void> {
  const mine = {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    assignmentIds: input.assignmentIds,
  };
  await inTransaction(ctx.db.db, (db) => releaseLeases(db, mine));
}

/** Ends all leases whose time is over and frees their places. Several may run at once. Gives how many it ended. */
export async function sweepExpiredLeases(services: Pick<Services, 'db'>): Promise<number> {
  let total = 0;
  for (;;) {
    const ended = await inTransaction(services.db.db, (db) => expireLeases(db, SWEEP_BATCH));
    total += ended;
    if (ended < SWEEP_BATCH) return total;
  }
}

/** Leaves nobody a lease of longer than the project says where the clock of the database went back. Gives how many it shortened. */
export async function mendLeases({ db }: Pick<Services, 'db'>): Promise<number> {
  return inTransaction(db.db, shortenLeases);
}
