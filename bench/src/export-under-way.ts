import { processEnv } from '@pairwright/runtime/env';
import type { Bench } from './benchmark.ts';
import { exportOnce, freeze, type Frozen, withPlace, withWorker } from './export-runs.ts';

/** BENCH_DATASET_ROWS makes it smaller, to see that it works. */
const ROWS = Number(processEnv()['BENCH_DATASET_ROWS'] ?? 1_000_000);

/** Gives what runs some work while a worker exports a million rows, again and again until the work is done. */
export async function exportRunning<T>(
  bench: Bench,
  work: (whileExporting: <R>(inner: () => Promise<R>) => Promise<R>) => Promise<T>,
): Promise<T> {
  return withPlace(bench, 'bench_export_beside', async (place) => {
    const version = await withWorker(place, () => freeze(place, ROWS));
    return work((inner) => withWorker(place, () => beside(version, inner)));
  });
}

async function beside<R>(version: Frozen, inner: () => Promise<R>): Promise<R> {
  let over = false;
  const exporting = (async () => {
    while (!over) await exportOnce(version);
  })();
  try {
    await Promise.race([untilWriting(version), exporting]);
    return await inner();
  } finally {
    over = true;
    await exporting;
  }
}

/** Until the first rows are out. */
async function untilWriting({ ctx, versionId }: Frozen): Promise<void> {
  for (;;) {
    const { rows } = await ctx.db.pool.query(
      `select from exports where version_id = $1 and state = 'running' and rows_done > 0`,
      [versionId],
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
