import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectContext } from '@pairwright/core/context';
import { getVersionHealth } from '@pairwright/core/dataset-health/health.service';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { parseRecipe } from '@pairwright/core/datasets/datasets.shapes';
import { copySettings, orderSettings } from '@pairwright/core/datasets/export-lines.sql';
import type { FilesWanted } from '@pairwright/core/datasets/export-packing';
import { copyOut } from '@pairwright/db/copy-out';
import { openQueue } from '@pairwright/queue/queue';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { readConfig } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { openSealer } from '@pairwright/runtime/secret-keys';
import type { Bench, BenchDatabase } from './benchmark.ts';
import { createExportData, type ExportData } from './export-data.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const recipe = parseRecipe({});

export interface Place {
  readonly bench: Bench;
  readonly database: BenchDatabase;
  readonly env: Readonly<Record<string, string>>;
  readonly queue: ProjectContext['queue'];
  /** With the keys that its workers have. */
  readonly sealer: ProjectContext['sealer'];
}

export interface Frozen {
  readonly ctx: ProjectContext;
  readonly datasetId: string;
  readonly versionId: string;
  readonly rows: number;
  /** Of the freeze, and of the health report that follows it. */
  readonly seconds: number;
  readonly reportSeconds: number;
}

/** A database and a queue of their own for benchmarks of exports. */
export async function withPlace<T>(
  bench: Bench,
  name: string,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const database = await bench.createDatabase(name);
  const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: path.join(bench.folder, name) };
  const queue = await openQueue({
    connection: { databaseUrl: database.url },
    log: createLogger({ name: 'bench', level: 'silent' }),
  });
  try {
    const sealer = await openSealer(readConfig(env));
    return await work({ bench, database, env, queue, sealer });
  } finally {
    await queue.close();
  }
}

export async function withWorker<T>(
  { bench, env }: Place,
  work: (worker: WorkerProcess) => Promise<T>,
): Promise<T> {
  const worker = await startWorkerProcess(bench.root, env);
  try {
    return await work(worker);
  } finally {
    await worker.stop();
  }
}

export async function freeze(place: Place, rows: number): Promise<Frozen> {
  place.bench.say(`  making and freezing ${rows} comparisons`);
  const data = await createExportData(place.database, rows);
  // A freeze reads votes, not labels: making those of so many votes beside it would be measured with it.
  await place.database.pool.query('truncate resolution_changes');
  await place.database.pool.query('vacuum analyze');
  const frozen = await freezeProject(place, data);
  if (frozen.rows !== rows) throw new Error(`The freeze kept ${frozen.rows} of ${rows} comparisons.`);
  return frozen;
}

/** Freezes all of a project in the name of this person. */
export async function freezeProject(
  { bench, database, queue, sealer }: Place,
  { projectId, userId }: ExportData,
): Promise<Frozen> {
  const actor = {
    userId,
    isOwner: true,
    via: 'session',
    scopes: new Set(['export']),
    onlyIn: null,
    tokenId: null,
  };
  // Asking for a freeze and an export touches neither artifacts nor log.
  const ctx = {
    db: database,
    queue,
    sealer,
    clock: systemClock,
    ids: systemIds,
    actor,
    projectId,
    role: 'owner',
  } as unknown as ProjectContext;
  const dataset = await createDataset(ctx, { name: 'bench', recipe });
  const frozen = await freezeNow(ctx, dataset.id);
  bench.say(`  frozen in ${frozen.seconds.toFixed(1)} s, report in ${frozen.reportSeconds.toFixed(1)} s`);
  await database.pool.query('vacuum analyze');
  return frozen;
}

/** Another version of the same dataset. */
export async function freezeAgain({ bench, database }: Place, first: Frozen): Promise<Frozen> {
  const frozen = await freezeNow(first.ctx, first.datasetId);
  bench.say(`  frozen again in ${frozen.seconds.toFixed(1)} s`);
  await database.pool.query('vacuum analyze');
  return frozen;
}

async function freezeNow(ctx: ProjectContext, datasetId: string): Promise<Frozen> {
  const begun = performance.now();
  const { id: versionId } = await freezeDataset(ctx, datasetId);
  const version = await untilFinished(() => getVersion(ctx, versionId));
  const done = performance.now();
  await untilFinished(async () => {
    const { report } = await getVersionHealth(ctx, versionId);
    return report ?? { state: 'queued', error: null };
  });
  const reported = performance.now();
  const [seconds, reportSeconds] = [(done - begun) / 1_000, (reported - done) / 1_000];
  return { ctx, datasetId, versionId, rows: version.rows ?? 0, seconds, reportSeconds };
}

async function untilFinished<T extends { readonly state: string; readonly error: unknown }>(
  look: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found.state === 'ready') return found;
    if (found.state === 'failed') throw new Error(`It failed: ${JSON.stringify(found.error)}`);
    await delay(50);
  }
}

/** Seconds from the moment a worker takes the export up until its files are published. */
export async function exportOnce(
  { ctx, versionId, rows }: Frozen,
  wanted: FilesWanted = {},
): Promise<number> {
  await ctx.db.db
    .updateTable('exports')
    .set({ state: 'failed' })
    .where('version_id', '=', versionId)
    .execute();
  await ctx.db.pool.query('checkpoint');
  const { id } = await startExport(ctx, { versionId, format: 'trl-implicit', ...wanted });
  const job = await untilFinished(() => getExport(ctx, id));
  if (job.rowsDone !== rows) throw new Error(`The export has ${job.rowsDone} of ${rows} rows.`);
  const { rows: times } = await ctx.db.pool.query<{ seconds: number }>(
    'select extract(epoch from finished_at - started_at)::float8 as seconds from exports where id = $1',
    [id],
  );
  return times[0]?.seconds ?? Number.NaN;
}

export async function rawCopy({ database }: Place, { versionId }: Frozen): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(copySettings);
    await client.query(orderSettings({ isInKeyOrder: true }));
    const begun = performance.now();
    let bytes = 0;
    await copyOut(
      client,
      `copy (select p.messages, c.messages, x.messages from dataset_rows r join prompts p on p.id = r.prompt_id
      join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id where r.version_id = '${versionId}' order by r.ordinal) to stdout`,
      {
        sink: {
          write(some) {
            bytes += some.length;
            return true;
          },
          drain: async () => undefined,
        },
      },
    );
    const seconds = (performance.now() - begun) / 1_000;
    await client.query('commit');
    if (bytes === 0) throw new Error('COPY gave nothing.');
    return seconds;
  } finally {
    client.release();
  }
}
