import type { Services } from '../context.ts';
import { failExport } from './export-run.queries.ts';
import { type ExportRun, runExport } from './export-run.service.ts';
import { type FreezeRun, freezeVersion } from './freeze.service.ts';
import { endFreeze } from './freeze-state.queries.ts';
import { describeFailure } from '../system/job-failure.ts';
import { NoLongerAllowed } from '../system/still-allowed.ts';

interface Attempt {
  /** Whether a failure now is final. */
  readonly lastAttempt: boolean;
}

/** Writes an export as a job: what fails for good is written into its row. Throws so that the queue tries again. */
export async function executeExport(
  ctx: Pick<Services, 'db' | 'replica' | 'artifacts' | 'log'>,
  run: ExportRun & Attempt,
): Promise<void> {
  try {
    await runExport(ctx, run);
  } catch (error) {
    if (error instanceof NoLongerAllowed) {
      ctx.log.warn({ exportId: run.exportId }, 'an export was refused: who asked may no longer have it');
      return failExport(ctx.db.db, run.exportId, describeFailure(error));
    }
    // A worker that stops has not failed: another one goes on.
    if (run.lastAttempt && !run.signal.aborted)
      await failExport(ctx.db.db, run.exportId, describeFailure(error));
    throw error;
  }
}

/** Freezes a version as a job: what fails for good is written into its row. Throws so that the queue tries again. */
export async function executeFreeze(
  ctx: Pick<Services, 'db' | 'log' | 'sealer'>,
  run: FreezeRun & Attempt,
): Promise<void> {
  try {
    await freezeVersion(ctx, run);
  } catch (error) {
    if (error instanceof NoLongerAllowed) {
      ctx.log.warn({ versionId: run.versionId }, 'a freeze was refused: who asked may no longer have it');
      await endFreeze(ctx.db.db, run.versionId, { state: 'failed', error: describeFailure(error) });
      return;
    }
    if (run.lastAttempt && !run.signal.aborted)
      await endFreeze(ctx.db.db, run.versionId, { state: 'failed', error: describeFailure(error) });
    throw error;
  }
}
