import { createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beginTurnIfAllowed } from '@pairwright/core/imports/imports.service';
import { storeUpload } from '@pairwright/core/imports/receive-upload';
import { inTransaction } from '@pairwright/db/transaction';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { processEnv } from '@pairwright/runtime/env';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import type { Benchmark, NamedFigure } from './benchmark.ts';
import { type Place, withPlace, withWorker } from './export-runs.ts';
import { type LineFile, writeLines } from './import-data.ts';
import { emptyProject } from './import-project.ts';

/** BENCH_IMPORT_ROWS makes it smaller, to see that it works. */
const ROWS = Number(processEnv()['BENCH_IMPORT_ROWS'] ?? 1_000_000);
const FEW_ROWS = ROWS / 10;
const MEMORY_MB = 300;

interface Imported {
  readonly rows: number;
  readonly seconds: number;
  /** MB that the worker process has held at most. */
  readonly memory: number;
}

/** Whether a row of a large import costs what it costs in one of a tenth, and what the worker holds meanwhile. */
export const importGrowth: Benchmark = {
  name: 'import_growth',
  goal: { atMost: 1.25 },
  onDemand: true,
  async run(bench): Promise<readonly NamedFigure[]> {
    const measured = (name: string, rows: number): Promise<Imported> =>
      withPlace(bench, name, (place) => importRows(place, rows));
    const few = await measured('bench_import_few', FEW_ROWS);
    const many = await measured('bench_import_many', ROWS);
    const perRow = ({ seconds, rows }: Imported): number => (seconds / rows) * 1e6;
    return [
      {
        name: 'import_growth',
        goal: { atMost: 1.25 },
        figure: {
          value: perRow(many),
          limit: perRow(few),
          ratio: perRow(many) / perRow(few),
          unit: 'us/row',
          how: `an import of ${ROWS} rows with two answers by a worker process, from the start of the first file to the end of the last; the limit is one of ${FEW_ROWS} rows`,
        },
      },
      {
        name: 'import_memory',
        goal: { atMost: 1 },
        figure: {
          value: many.memory,
          limit: MEMORY_MB,
          ratio: many.memory / MEMORY_MB,
          unit: 'MB',
          how: 'most memory the worker process has held while importing them',
          more: { few: few.memory },
        },
      },
    ];
  },
};

async function importRows(place: Place, rows: number): Promise<Imported> {
  const { bench, database, env, queue, sealer } = place;
  const written = await writeLines({ folder: bench.folder, rows, seed: bench.seed });
  const projectId = await emptyProject(database);
  const artifacts = await openFolderStore(path.join(env['PAIRWRIGHT_DATA']!, 'artifacts'));
  const services = {
    db: database,
    artifacts,
    queue,
    sealer,
    clock: systemClock,
    ids: systemIds,
    log: createLogger({ name: 'bench', level: 'silent' }),
  };
  // Files are there before the clock runs: uploading them is no part of it.
  const uploads: (LineFile & { readonly importId: string })[] = [];
  for (const part of written.parts) {
    const { id: importId } = await storeUpload(
      services,
      { projectId, createdBy: null },
      {
        filename: path.basename(part.file),
        body: createReadStream(part.file, { highWaterMark: 1 << 18 }),
      },
    );
    uploads.push({ ...part, importId });
  }
  await database.pool.query('checkpoint');
  return withWorker(place, async (worker) => {
    let seconds = 0;
    for (const upload of uploads) seconds += await runImport(place, projectId, upload);
    bench.say(
      `  ${rows} rows: ${Math.round(rows / seconds)} rows/s, ${Math.round(worker.peakMemory())} MB at most`,
    );
    return { rows, seconds, memory: worker.peakMemory() };
  });
}

/** Seconds from the moment a worker takes it up to its end, as the import itself tells. */
async function runImport(
  { database, queue }: Place,
  projectId: string,
  { importId, rows }: LineFile & { readonly importId: string },
): Promise<number> {
  const { turn } = await inTransaction(database.db, (db) =>
    beginTurnIfAllowed(db, {
      importId,
      projectId,
      pairing: { plan: 'all_pairs' },
      event: 'run',
      maySetGold: false,
      asker: { userId: null, tokenId: null },
    }),
  );
  await queue.enqueue('import.run', { importId, turn });
  for (;;) {
    const { rows: found } = await database.pool.query<{ state: string; added: number; seconds: number }>(
      `select state, comparisons_added::int as added, extract(epoch from finished_at - started_at)::float8 as seconds from imports where id = $1`,
      [importId],
    );
    const { state, added, seconds } = found[0]!;
    if (state === 'succeeded' && added === rows) return seconds;
    if (state !== 'queued' && state !== 'running')
      throw new Error(`The import ended as ${state} with ${added} comparisons.`);
    await delay(50);
  }
}
