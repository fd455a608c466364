import { sql } from 'kysely';
import type { JobError } from '@pairwright/contract/shapes';
import type { Executor } from '@pairwright/db/database';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { describeFailure } from '../system/job-failure.ts';
import { recountFlagsBy } from '../flags/flags.queries.ts';
import { relabel, takeInChanges } from '../resolutions/refresh.service.ts';
import { addEffect, applyChunk, endChunk } from './exclusions.queries.ts';
import { isSilent } from '../system/silent.sql.ts';

/** Comparisons per transaction: nobody who judges waits long. */
const CHUNK = 200;
/** Notes of judgments that are taken in before somebody who waits is answered. */
const TAKEN_IN_AT_ONCE = 5_000;

export interface ExclusionRun {
  readonly exclusionId: string;
  /** Chunks after which it is left to another run; all of them unless said. */
  readonly chunks?: number;
  readonly signal?: AbortSignal;
}

/**
 * Goes on with an exclusion that is being applied or ended, chunk by chunk; each changes counters and labels in one
 * transaction. Cut short, another run goes on; several at once share the work. Gives whether it is done.
 */
export async function runExclusion(ctx: Pick<Services, 'db'>, run: ExclusionRun): Promise<boolean> {
  const found = await ctx.db.db
    .selectFrom('exclusions')
    .select(['project_id', 'annotator_id'])
    .where('id', '=', run.exclusionId)
    .executeTakeFirst();
  if (found === undefined) return true;
  // What this person flagged counts no more, or again.
  await recountFlagsBy(ctx.db.db, { projectId: found.project_id, annotatorId: found.annotator_id });
  // Only labels that are up to date tell what an exclusion changes of them.
  const limit = run.chunks === undefined ? Infinity : TAKEN_IN_AT_ONCE;
  await takeInChanges(ctx, { projectId: found.project_id, limit });
  for (let chunk = 0; chunk < (run.chunks ?? Infinity); chunk += 1) {
    run.signal?.throwIfAborted();
    const done = await inTransaction(ctx.db.db, (db) => nextChunk(db, run.exclusionId));
    if (done) return true;
  }
  return false;
}

/** The same as a job, safe to run twice; writes down why it is given up. Throws so that the queue tries again. */
export async function executeExclusion(
  ctx: Pick<Services, 'db'>,
  run: { readonly exclusionId: string; readonly signal: AbortSignal; readonly lastAttempt: boolean },
): Promise<void> {
  try {
    await runExclusion(ctx, run);
  } catch (error) {
    if (run.lastAttempt && !run.signal.aborted)
      await failExclusion(ctx.db.db, run.exclusionId, describeFailure(error));
    throw error;
  }
}

/** Writes down why an exclusion that is not at its end is given up. What it has changed so far stays. */
export async function failExclusion(db: Executor, exclusionId: string, error: JobError): Promise<void> {
  await db
    .updateTable('exclusions')
    .set({ error: JSON.stringify(error) })
    .where('id', '=', exclusionId)
    .where('state', 'in', ['applying', 'ending'])
    .execute();
}

/** Lets an exclusion that was given up go on; false when it was not. */
export async function forgetFailure(db: Executor, exclusionId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exclusions')
    .set({ error: null, heartbeat_at: sql`clock_timestamp()` })
    .where('id', '=', exclusionId)
    .where('error', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function nextChunk(db: Tx, exclusionId: string): Promise<boolean> {
  // Runs of one exclusion take turns: only then does an empty chunk mean that nothing is left.
  await sql`select pg_advisory_xact_lock(hashtextextended(${exclusionId}, 2))`.execute(db);
  const found = await db
    .selectFrom('exclusions')
    .select(['project_id', 'state'])
    .where('id', '=', exclusionId)
    .executeTakeFirst();
  if (found === undefined || found.state === 'applied' || found.state === 'ended') return true;
  const { project_id: projectId } = found;
  if (found.state === 'applying') {
    const rows = await applyChunk(db, exclusionId, CHUNK);
    const flipped = await relabelAll(db, projectId, rows);
    await addEffect(db, exclusionId, {
      column: 'effect',
      by: {
        judgments: sum(rows, ({ judgments }) => judgments),
        leases: sum(rows, ({ leases }) => leases),
        reopened: sum(rows, ({ reopened }) => (reopened ? 1 : 0)),
        flipped,
      },
    });
    return rows.length === 0 && finish(db, exclusionId, { from: 'applying', to: 'applied' });
  }
  const rows = await endChunk(db, exclusionId, CHUNK);
  const flipped = await relabelAll(db, projectId, rows);
  await addEffect(db, exclusionId, {
    column: 'end_effect',
    by: {
      counted: sum(rows, ({ counted }) => counted),
      surplus: sum(rows, ({ surplus }) => surplus),
      flipped,
    },
  });
  return rows.length === 0 && finish(db, exclusionId, { from: 'ending', to: 'ended' });
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Gives how many labels have another result. */
async function relabelAll(
  db: Tx,
  projectId: string,
  rows: readonly { readonly comparison: string }[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const changed = await relabel(db, { projectId, comparisonIds: rows.map(({ comparison }) => comparison) });
  return changed.filter(({ question, flipped }) => question === 'main' && flipped).length;
}

async function finish(
  db: Tx,
  exclusionId: string,
  { from, to }: { from: 'applying' | 'ending'; to: 'applied' | 'ended' },
): Promise<true> {
  await db
    .updateTable('exclusions')
    .set({ state: to, error: null, ...(to === 'ended' ? { ended_at: sql`clock_timestamp()` } : {}) })
    .where('id', '=', exclusionId)
    .where('state', '=', from)
    .execute();
  return true;
}

/** Puts back the jobs of exclusions that nothing has worked on for a minute and that were not given up. Gives how many. */
export async function reconcileExclusions({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const stale = await db.db
    .selectFrom('exclusions')
    .select('id')
    .where('state', 'in', ['applying', 'ending'])
    .where('error', 'is', null)
    .where(isSilent(sql`heartbeat_at`))
    .orderBy('id')
    .execute();
  for (const { id } of stale) await queue.enqueue('exclusions.run', { exclusionId: id });
  return stale.length;
}
