import type { PracticeStanding } from '@pairwright/contract/practice';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import {
  beginAttempt,
  endAttempt,
  findPracticeStanding,
  lockPractice,
  type StandingRow,
} from './attempts.queries.ts';

interface Me {
  readonly projectId: string;
  readonly annotatorId: string;
}

/** Where I stand with the pass mark of the practice round. Throws Problem not_found. */
export async function practiceStandingOf(db: Executor, me: Me): Promise<PracticeStanding> {
  const { asks, asked, used, ...standing } = await readStanding(db, me);
  return {
    ...standing,
    asks: asked ? asks : null,
    attemptsLeft: asked ? Math.max(0, (asks?.attempts ?? 0) - used) : 0,
  };
}

/** The number of the attempt that runs. */
export function runningAttempt({ last }: Pick<PracticeStanding, 'last'>): number | null {
  return last !== null && last.finishedAt === null ? last.attempt : null;
}

/**
 * The attempt that an answer of mine belongs to, which begins with the first; null where there is no pass mark, it is passed,
 * or no attempt is left: then answers are for learning only. Others of mine wait until the transaction ends.
 */
export async function attemptOfAnswer(db: Tx, me: Me): Promise<number | null> {
  await lockPractice(db, me);
  const standing = await practiceStandingOf(db, me);
  if (standing.asks === null || standing.passed) return null;
  const running = runningAttempt(standing);
  if (running !== null || standing.attemptsLeft === 0) return running;
  const attempt = (standing.last?.attempt ?? 0) + 1;
  await beginAttempt(db, { ...me, attempt });
  return attempt;
}

/** Ends an attempt in which each example has an answer. */
export async function endAttemptIfDone(db: Tx, me: Me & { readonly attempt: number }): Promise<void> {
  const { asks } = await readStanding(db, me);
  if (asks !== null) await endAttempt(db, { ...me, passPercent: asks.passPercent });
}

async function readStanding(db: Executor, me: Me): Promise<StandingRow> {
  const standing = await findPracticeStanding(db, me);
  if (standing === undefined) throw new Problem('not_found');
  return standing;
}
