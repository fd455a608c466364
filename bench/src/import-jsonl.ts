import { createReadStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Services } from '@pairwright/core/context';
import { executeImport } from '@pairwright/core/imports/import-engine';
import { beginTurnIfAllowed } from '@pairwright/core/imports/imports.service';
import { storeUpload } from '@pairwright/core/imports/receive-upload';
import { inTransaction } from '@pairwright/db/transaction';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { from as copyFrom } from 'pg-copy-streams';
import { type Benchmark, type BenchDatabase, type Figure, median } from './benchmark.ts';
import { emptyProject } from './import-project.ts';
import { type LineFile, type LinesWanted, ROWS_OF_FILE, writeLines } from './import-data.ts';

const ROWS = 1_000_000;
const ROUNDS = 2;
/** Of the round that warms caches and the compiler. */
const WARM_ROWS = 40_000;

/** Rows per second of an import, validation included, beside COPY FROM of the same lines; both in turns on one server. */
export const importJsonl: Benchmark = {
  name: 'import_jsonl',
  goal: { atLeast: 0.4 },
  async run(bench): Promise<Figure> {
    const database = await bench.createDatabase('bench_import_jsonl');
    const services: Services = {
      db: database,
      artifacts: await openFolderStore(path.join(bench.folder, 'artifacts')),
      clock: systemClock,
      ids: systemIds,
      sealer: Sealer.ofOneRun(),
      log: createLogger({ name: 'bench', level: 'silent' }),
      queue: noQueue,
    };
    await database.pool.query(
      'create table bench_lines (line_number bigint primary key, line text not null)',
    );
    const turn = async (rows: number): Promise<Turn> => {
      const place: Place = { database, folder: bench.folder, rows, seed: bench.seed };
      const written = await writeLines(place);
      const copy = await copyLines(place, written.copy);
      const took = await importLines(place, services, written.parts);
      bench.say(
        `  ${rows} rows: copy ${Math.round(rows / copy)} rows/s, import ${Math.round(rows / took)} rows/s`,
      );
      return { copy, took, bytes: written.bytes };
    };
    await turn(WARM_ROWS);
    const turns: Turn[] = [];
    for (let round = 0; round < ROUNDS; round += 1) turns.push(await turn(ROWS));
    const value = ROWS / median(turns.map(({ took }) => took));
    const limit = ROWS / median(turns.map(({ copy }) => copy));
    return {
      value,
      limit,
      ratio: value / limit,
      unit: 'rows/s',
      how: `${ROWS} rows of ${Math.round(turns[0]!.bytes / ROWS)} bytes with two answers, in files of ${ROWS_OF_FILE} at most, ${ROUNDS} rounds after one of ${WARM_ROWS} rows to warm up, medians; the limit is COPY FROM of the same lines into (line number primary key, text)`,
      more: {
        peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
        megabytes: Math.round(turns[0]!.bytes / 1e6),
      },
    };
  },
};

interface Turn {
  /** Seconds. */
  readonly copy: number;
  /** Seconds. */
  readonly took: number;
  readonly bytes: number;
}

interface Place extends LinesWanted {
  readonly database: BenchDatabase;
}

/** Seconds that a plain COPY FROM takes. */
async function copyLines({ database }: Place, file: string): Promise<number> {
  await database.pool.query('truncate bench_lines');
  await database.pool.query('checkpoint');
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    const begun = performance.now();
    const target = client.query(
      copyFrom('copy bench_lines (line_number, line) from stdin', { highWaterMark: 1 << 20 }),
    );
    createReadStream(file, { highWaterMark: 1 << 20 }).pipe(target);
    await finished(target);
    const seconds = (performance.now() - begun) / 1_000;
    // What comes next is not to share the disk with the vacuum of these lines.
    await client.query('truncate bench_lines');
    return seconds;
  } finally {
    client.release(true);
  }
}

/** Seconds that the imports of all files take, each from its first byte to its last commit, into one empty project. */
async function importLines(
  { database }: Place,
  services: Services,
  parts: readonly LineFile[],
): Promise<number> {
  await database.pool.query('truncate prompts, imports cascade');
  const projectId = await emptyProject(database);
  let seconds = 0;
  for (const part of parts) seconds += await importFile({ services, projectId }, part);
  return seconds;
}

async function importFile(
  { services, projectId }: { services: Services; projectId: string },
  { file, rows }: LineFile,
): Promise<number> {
  const { id: importId } = await storeUpload(
    services,
    { projectId, createdBy: null },
    { filename: path.basename(file), body: createReadStream(file, { highWaterMark: 1 << 18 }) },
  );
  const { turn } = await inTransaction(services.db.db, (db) =>
    beginTurnIfAllowed(db, {
      importId,
      projectId,
      pairing: { plan: 'all_pairs' },
      event: 'run',
      maySetGold: false,
      asker: { userId: null, tokenId: null },
    }),
  );
  await services.db.pool.query('checkpoint');
  const begun = performance.now();
  await executeImport(services, { importId, turn, signal: new AbortController().signal, lastAttempt: true });
  const seconds = (performance.now() - begun) / 1_000;
  const record = await services.db.db
    .selectFrom('imports')
    .selectAll()
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  if (record.state !== 'succeeded' || record.comparisons_added !== rows)
    throw new Error(`The import ended as ${record.state} with ${record.comparisons_added} comparisons.`);
  return seconds;
}

const noQueue = absentQueue(async () => undefined);
