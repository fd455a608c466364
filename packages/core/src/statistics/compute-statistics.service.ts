import { sql } from 'kysely';
import { type StatisticsKind, statisticsWish } from '@pairwright/contract/statistics/compute';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { describeFailure } from '../system/job-failure.ts';
import { computeAgreement } from './agreement/compute-agreement.ts';
import { computeAnnotators } from './annotators/compute-annotators.ts';
import { computeLeaderboard } from './leaderboard/compute-leaderboard.ts';
import { computeOverview } from './overview/compute-overview.ts';
import { beginStatistics, failStatistics, finishStatistics } from './statistics.queries.ts';

/** What a computation is given: one snapshot of the database, from which it reads what it needs. */
export interface Source {
  readonly db: Tx;
  readonly projectId: string;
  readonly signal: AbortSignal;
}

/** A result and how many judgments that count it was made from. */
export interface Made {
  readonly judgments: number;
  readonly result: unknown;
}

type Computation = (source: Source, options: never) => Promise<Made>;

/** One computation for each kind there is. */
const computations: Readonly<Record<StatisticsKind, Computation>> = {
  agreement: computeAgreement,
  annotators: computeAnnotators,
  leaderboard: computeLeaderboard,
  overview: computeOverview,
};

export interface StatisticsRun {
  readonly statisticsId: string;
  readonly signal: AbortSignal;
  /** Whether a failure now is final. */
  readonly lastAttempt: boolean;
}

/** Computes a statistic as a job, safe to run twice. Throws so that the queue tries again. */
export async function executeStatistics(
  ctx: Pick<Services, 'db' | 'replica' | 'log' | 'clock'>,
  run: StatisticsRun,
): Promise<void> {
  try {
    await compute(ctx, run);
  } catch (error) {
    if (run.lastAttempt && !run.signal.aborted)
      await failStatistics(ctx.db.db, run.statisticsId, describeFailure(error));
    throw error;
  }
}

async function compute(
  ctx: Pick<Services, 'db' | 'replica' | 'log' | 'clock'>,
  run: StatisticsRun,
): Promise<void> {
  const task = await beginStatistics(ctx.db.db, run.statisticsId);
  if (task === undefined) return;
  const wish = statisticsWish.parse({ kind: task.kind, options: task.options });
  const began = performance.now();
  const made = await readOnce(ctx, async (db) => {
    const { rows } = await sql<{ as_of: string }>`
      select case when pg_is_in_recovery() then coalesce(pg_last_xact_replay_timestamp(), now()) else now() end as as_of`.execute(
      db,
    );
    const source = { db, projectId: task.project_id, signal: run.signal };
    const { judgments, result } = await computations[wish.kind](source, wish.options as never);
    return { asOf: rows[0]!.as_of, judgments, result };
  });
  run.signal.throwIfAborted();
  const tookMs = Math.round(performance.now() - began);
  await finishStatistics(ctx.db.db, task.id, { ...made, kind: wish.kind, tookMs });
  ctx.log.info(
    { statisticsId: task.id, kind: wish.kind, tookMs, judgments: made.judgments },
    'statistics computed',
  );
}

/** Goes through everything in one snapshot: of the replica while it is in use, and of the database where that breaks off. */
async function readOnce<T>(
  { db, replica }: Pick<Services, 'db' | 'replica'>,
  work: (db: Tx) => Promise<T>,
): Promise<T> {
  const options = { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 0 } as const;
  const from = replica?.database();
  if (from !== undefined) {
    try {
      return await inTransaction(from.db, work, options);
    } catch (error) {
      // Replaying the log ends long reads there now and then.
      replica?.distrust(error);
    }
  }
  return inTransaction(db.db, work, options);
}
