import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectContext } from '@pairwright/core/context';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { copySettings } from '@pairwright/core/datasets/export-lines.sql';
import { copyTo } from '@pairwright/db/copy';
import { openQueue } from '@pairwright/queue/queue';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { type Bench, type BenchDatabase, type Benchmark, median, type NamedFigure } from './benchmark.ts';
import { createExportData } from './export-data.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const ROWS = 200_000;
const FEW_ROWS = 20_000;
const ROUNDS = 5;
const MEMORY_MB = 250;

const recipe = {
  minJudgments: 1,
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
  includeMargin: false,
  rankings: 'all',
  rewrites: 'include',
  adjudicated: 'ignore',
} as const;
const goal = { atLeast: 0.55 };

interface Place {
  readonly bench: Bench;
  readonly database: BenchDatabase;
  readonly env: Readonly<Record<string, string>>;
  readonly queue: ProjectContext['queue'];
}

interface Frozen {
  readonly ctx: ProjectContext;
  readonly versionId: string;
  readonly rows: number;
}

/** A whole export by a real worker beside COPY of the same join; its memory at 20,000 and at 200,000 rows. */
export const exportJsonl: Benchmark = {
  name: 'export_jsonl',
  goal,
  async run(bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('bench_export_jsonl');
    const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: path.join(bench.folder, 'data') };
    const queue = await openQueue({
      connection: { databaseUrl: database.url },
      log: createLogger({ name: 'bench', level: 'silent' }),
    });
    const place: Place = { bench, database, env, queue };
    try {
      return await measure(place);
    } finally {
      await queue.close();
    }
  },
};

async function measure(place: Place): Promise<readonly NamedFigure[]> {
  const few = await withWorker(place, async (worker) => {
    const frozen = await freeze(place, FEW_ROWS);
    for (let round = 0; round < 3; round += 1) await exportOnce(frozen);
    return worker.peakMemory();
  });
  const frozen = await withWorker(place, () => freeze(place, ROWS));
  const { raw, exported, memory } = await withWorker(place, async (worker) => ({
    ...(await inTurns(place, frozen)),
    memory: worker.peakMemory(),
  }));
  const [value, limit] = [ROWS / median(exported), ROWS / median(raw)];
  const ratio = median(raw.map((seconds, round) => seconds / (exported[round] ?? seconds)));
  return [
    {
      name: 'export_jsonl',
      goal,
      figure: {
        value,
        limit,
        ratio,
        unit: 'rows/s',
        how: `a whole export of ${ROWS} rows by a worker process: file, sha256, fsync, manifest and card included; the limit is COPY of the same join and order to a Node process that counts the bytes; ${ROUNDS} rounds in turns, median of the ratios`,
        more: {
          ratios: raw.map((seconds, round) => (seconds / (exported[round] ?? seconds)).toFixed(2)).join(' '),
        },
      },
    },
    {
      name: 'export_memory',
      goal: { atMost: 1 },
      figure: {
        value: memory,
        limit: MEMORY_MB,
        ratio: memory / MEMORY_MB,
        unit: 'MB',
        how: `most memory the worker process has held while exporting ${ROWS} rows`,
      },
    },
    {
      name: 'export_memory_growth',
      goal: { atMost: 1.25 },
      figure: {
        value: memory,
        limit: few,
        ratio: memory / few,
        unit: 'MB',
        how: `the same beside that of ${FEW_ROWS} rows`,
      },
    },
  ];
}

async function withWorker<T>({ bench, env }: Place, work: (worker: WorkerProcess) => Promise<T>): Promise<T> {
  const worker = await startWorkerProcess(bench.root, env);
  try {
    return await work(worker);
  } finally {
    await worker.stop();
  }
}

async function freeze({ bench, database, queue }: Place, rows: number): Promise<Frozen> {
  bench.say(`  making and freezing ${rows} comparisons`);
  const { projectId, userId } = await createExportData(database, rows);
  const actor = { userId, isOwner: true, via: 'session', scopes: new Set(['export']) };
  // Asking for a freeze and an export touches neither artifacts nor log.
  const ctx = {
    db: database,
    queue,
    clock: systemClock,
    ids: systemIds,
    actor,
    projectId,
    role: 'owner',
  } as unknown as ProjectContext;
  const dataset = await createDataset(ctx, { name: 'bench', recipe });
  const begun = performance.now();
  const { id: versionId } = await freezeDataset(ctx, dataset.id);
  const version = await untilFinished(() => getVersion(ctx, versionId));
  if (version.rows !== rows) throw new Error(`The freeze kept ${version.rows} of ${rows} comparisons.`);
  bench.say(`  frozen in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  await database.pool.query('vacuum analyze');
  return { ctx, versionId, rows };
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

async function inTurns(place: Place, frozen: Frozen): Promise<{ raw: number[]; exported: number[] }> {
  await exportOnce(frozen);
  const raw: number[] = [];
  const exported: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    raw.push(await rawCopy(place, frozen));
    exported.push(await exportOnce(frozen));
    place.bench.say(
      `  round ${round + 1}: COPY ${raw.at(-1)?.toFixed(2)} s, export ${exported.at(-1)?.toFixed(2)} s`,
    );
  }
  return { raw, exported };
}

/** Seconds from the moment a worker takes the export up until its files are published. */
async function exportOnce({ ctx, versionId, rows }: Frozen): Promise<number> {
  await ctx.db.db
    .updateTable('exports')
    .set({ state: 'failed' })
    .where('version_id', '=', versionId)
    .execute();
  await ctx.db.pool.query('checkpoint');
  const { id } = await startExport(ctx, { versionId, format: 'trl-implicit' });
  const job = await untilFinished(() => getExport(ctx, id));
  if (job.rowsDone !== rows) throw new Error(`The export has ${job.rowsDone} of ${rows} rows.`);
  const { rows: times } = await ctx.db.pool.query<{ seconds: number }>(
    'select extract(epoch from finished_at - started_at)::float8 as seconds from exports where id = $1',
    [id],
  );
  return times[0]?.seconds ?? Number.NaN;
}

async function rawCopy({ database }: Place, { versionId }: Frozen): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(copySettings);
    const begun = performance.now();
    let bytes = 0;
    for await (const chunk of await copyTo(
      client,
      `copy (select p.messages, c.messages, x.messages from dataset_rows r join prompts p on p.id = r.prompt_id
      join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id where r.version_id = '${versionId}' order by r.ordinal) to stdout`,
    ))
      bytes += (chunk as Buffer).length;
    const seconds = (performance.now() - begun) / 1_000;
    await client.query('commit');
    if (bytes === 0) throw new Error('COPY gave nothing.');
    return seconds;
  } finally {
    client.release();
  }
}
