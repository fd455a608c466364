import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Services } from '@pairwright/core/context';
import { executeImport } from '@pairwright/core/imports/import-engine';
import { beginTurnIfAllowed } from '@pairwright/core/imports/imports.service';
import { storeUpload } from '@pairwright/core/imports/receive-upload';
import { inTransaction } from '@pairwright/db/transaction';
import { generateLines } from '@pairwright/formats/generate';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { from as copyFrom } from 'pg-copy-streams';
import { type Benchmark, type BenchDatabase, type Figure, median } from './benchmark.ts';

const ROWS = 40_000;
const ROUNDS = 5;

/** Rows per second of an import, validation included, beside COPY FROM of the same lines; both in turns on one server. */
export const importJsonl: Benchmark = {
  name: 'import_jsonl',
  goal: { atLeast: 0.4 },
  async run(bench): Promise<Figure> {
    const database = await bench.createDatabase('bench_import_jsonl');
    const place: Place = { database, folder: bench.folder, rows: ROWS, seed: bench.seed };
    const file = await writeLines(place);
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
    const imports: number[] = [];
    const copies: number[] = [];
    // The first round warms caches and the compiler.
    for (let round = 0; round <= ROUNDS; round += 1) {
      copies[round] = await copyLines(place, file.copy);
      imports[round] = await importLines(place, services, file.jsonl);
      bench.say(
        `  round ${round}: copy ${Math.round(ROWS / copies[round]!)} rows/s, import ${Math.round(ROWS / imports[round]!)} rows/s`,
      );
    }
    const value = ROWS / median(imports.slice(1));
    const limit = ROWS / median(copies.slice(1));
    return {
      value,
      limit,
      ratio: value / limit,
      unit: 'rows/s',
      how: `${ROWS} rows of ${Math.round(file.bytes / ROWS)} bytes with two answers, ${ROUNDS} rounds after one to warm up, medians; the limit is COPY FROM of the same lines into (line number primary key, text)`,
      more: {
        peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
        megabytes: Math.round(file.bytes / 1e6),
      },
    };
  },
};

interface Place {
  readonly database: BenchDatabase;
  readonly folder: string;
  readonly rows: number;
  readonly seed: number;
}

async function writeLines({
  folder,
  rows,
  seed,
}: Place): Promise<{ jsonl: string; copy: string; bytes: number }> {
  const jsonl = path.join(folder, 'rows.jsonl');
  const copy = path.join(folder, 'rows.copy');
  const options = { seed, models: ['model-a', 'model-b'], promptBytes: 300, answerBytes: 1_000 };
  let bytes = 0;
  const counted = function* () {
    for (const line of generateLines(0, rows, options)) {
      bytes += Buffer.byteLength(line);
      yield line;
    }
  };
  await pipeline(Readable.from(counted(), { objectMode: false }), createWriteStream(jsonl));
  const escaped = function* () {
    let number = 0;
    for (const line of generateLines(0, rows, options))
      yield `${(number += 1)}\t${line.slice(0, -1).replaceAll('\\', '\\\\')}\n`;
  };
  await pipeline(Readable.from(escaped(), { objectMode: false }), createWriteStream(copy));
  return { jsonl, copy, bytes };
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
    return (performance.now() - begun) / 1_000;
  } finally {
    client.release(true);
  }
}

/** Seconds that the import takes from its first byte to its last commit, into an empty project. */
async function importLines({ database, rows }: Place, services: Services, file: string): Promise<number> {
  await database.pool.query('truncate prompts, imports cascade');
  const projectId = systemIds.next();
  await database.db
    .insertInto('projects')
    .values({
      id: projectId,
      slug: `bench-${projectId}`,
      name: 'Bench',
      template: 'pair_7',
      language: 'en',
      target_judgments: 3,
      lease_minutes: 30,
    })
    .execute();
  const { id: importId } = await storeUpload(
    services,
    { projectId, createdBy: null },
    { filename: 'rows.jsonl', body: createReadStream(file, { highWaterMark: 1 << 18 }) },
  );
  const { turn } = await inTransaction(database.db, (db) =>
    beginTurnIfAllowed(db, {
      importId,
      projectId,
      pairing: { plan: 'all_pairs' },
      event: 'run',
      maySetGold: false,
    }),
  );
  await database.pool.query('checkpoint');
  const begun = performance.now();
  await executeImport(services, { importId, turn, signal: new AbortController().signal, lastAttempt: true });
  const seconds = (performance.now() - begun) / 1_000;
  const record = await database.db
    .selectFrom('imports')
    .selectAll()
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  if (record.state !== 'succeeded' || record.comparisons_added !== rows)
    throw new Error(`The import ended as ${record.state} with ${record.comparisons_added} comparisons.`);
  return seconds;
}

const noQueue = absentQueue(async () => undefined);
