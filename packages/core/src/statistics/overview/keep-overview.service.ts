import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../../context.ts';
import {
  beginSums,
  dropNotes,
  foldAdditions,
  foldComparisons,
  keepExported,
  lockSums,
  nextToFill,
  readProgress,
  takeNotes,
  writeFilled,
} from './keep-overview.queries.ts';

/** Comparisons in one transaction: it takes some tenths of a second, and nobody who works waits for it. */
const STEP = 2_000;
/** Steps of a run; what is left is for the next one, which the sweep asks for. */
const STEPS = 25;

export interface KeepRun {
  readonly projectId: string;
  readonly signal: AbortSignal;
}

/**
 * Moves the sums of a project by what changed since, and goes on with putting in what was there before they were kept. Cut
 * short it leaves the rest for the next run. Gives whether nothing is left.
 */
export async function keepOverview(
  { db }: Pick<Services, 'db'>,
  { projectId, signal }: KeepRun,
): Promise<boolean> {
  if ((await readProgress(db.db, projectId)) === undefined)
    await inTransaction(db.db, (tx) => beginSums(tx, projectId), {
      // Counts and the notes they contain are of one moment.
      isolation: 'repeatable read',
      statementTimeoutMs: 0,
    });
  for (let step = 0; step < STEPS; step += 1) {
    signal.throwIfAborted();
    const isDone = await inTransaction(db.db, (tx) => nextStep(tx, projectId));
    if (!isDone) continue;
    await inTransaction(db.db, (tx) => keepExported(tx, projectId), { statementTimeoutMs: 0 });
    return true;
  }
  return false;
}

/** Takes in some notes, and some comparisons that were not noted. Gives whether there were fewer than might have been. */
async function nextStep(tx: Tx, projectId: string): Promise<boolean> {
  await lockSums(tx, projectId);
  const progress = await readProgress(tx, projectId);
  if (progress === undefined) return true;
  if (progress.broken) return (await dropNotes(tx, projectId, STEP)) < STEP;
  const { notes, comparisonIds } = await takeNotes(tx, projectId, STEP);
  const additions = await foldAdditions(tx, projectId, STEP);
  await foldComparisons(tx, projectId, comparisonIds);
  const isTakenIn = notes < STEP && additions < STEP;
  if (progress.whole) return isTakenIn;
  const next = await nextToFill(tx, progress, STEP);
  await foldComparisons(
    tx,
    projectId,
    next.map(({ id }) => id),
  );
  await writeFilled(tx, projectId, { last: next.at(-1), isWhole: next.length < STEP });
  return isTakenIn && next.length < STEP;
}
