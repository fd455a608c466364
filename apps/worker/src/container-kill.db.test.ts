import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ProjectContext } from '@pairwright/core/context';
import { createStage } from '@pairwright/core/datasets/datasets.fixture';
import { getImport, startRun } from '@pairwright/core/imports/imports.service';
import { receiveUpload } from '@pairwright/core/imports/receive-upload';
import { zipOf } from '@pairwright/formats/containers/archives.fixture';
import { openEncoder } from '@pairwright/formats/files/encoder';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createLogger } from '@pairwright/runtime/logger';
import { type RunningProgram, startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';

const ROWS = 9_000;
const BAD_EVERY = 500;

const database = await createTestDatabase({ poolSize: 8 });
const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-container-kill-'));
const program = await quickWorker();
const queue = await openQueue({
  connection: { databaseUrl: database.url },
  log: createLogger({ name: 'test', level: 'silent' }),
});
const artifacts = await openFolderStore(path.join(dataDir, 'artifacts'));
const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: dataDir, LOG_LEVEL: 'info' };
afterAll(async () => {
  await queue.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Row {
  readonly prompt: string;
  readonly response_a: string;
  readonly response_b: string;
}

/** Every so often one without a prompt, which is left out. */
const rows: readonly Row[] = Array.from({ length: ROWS }, (_, n) => ({
  prompt: (n + 1) % BAD_EVERY === 0 ? '' : `Question ${n}?`,
  response_a: `Good, ${n}`,
  response_b: `Poor ${n}`,
}));
const lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const csvOf = (some: readonly Row[]): Buffer =>
  Buffer.from(
    [
      'prompt,response_a,response_b',
      ...some.map((row) => `${row.prompt},"${row.response_a}",${row.response_b}`),
    ].join('\n'),
  );

async function encoded(shape: Parameters<typeof openEncoder>[0]): Promise<Buffer> {
  const encoder = (await openEncoder(shape))!;
  return Buffer.concat([...encoder.push(lines), ...encoder.finish()]);
}

const columns = ['prompt', 'response_a', 'response_b'].map((name) => ({ name, dtype: 'string' }));
const half = ROWS / 2;
const files: readonly [name: string, bytes: () => Promise<Uint8Array> | Uint8Array][] = [
  ['rows.csv', () => csvOf(rows)],
  ['rows.jsonl.gz', () => gzipSync(lines)],
  ['rows.jsonl.zst', () => encoded({ container: 'jsonl', compression: 'zstd', columns })],
  ['rows.parquet', () => encoded({ container: 'parquet', compression: 'snappy', columns })],
  [
    'rows.zip',
    () =>
      zipOf([
        { name: 'data/a.csv', bytes: csvOf(rows.slice(0, half)) },
        {
          name: 'data/b.jsonl',
          bytes: Buffer.from(
            rows
              .slice(half)
              .map((row) => `${JSON.stringify(row)}\n`)
              .join(''),
          ),
        },
      ]),
  ],
];

/** Looks again and again; the deadline only guards against waiting for ever. */
async function until(look: () => Promise<boolean>, worker: RunningProgram): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!(await look())) {
    if (deadline.aborted) throw new Error(`It did not come.\n${worker.output()}`);
    await delay(10);
  }
}

test.each(files)(
  'a worker killed in the middle of %s loses and doubles nothing',
  async (filename, bytesOf) => {
    const stage = await createStage(database);
    const ctx: ProjectContext = { ...stage.ctx, queue, artifacts };
    const bytes = await bytesOf();
    const { id: importId } = await receiveUpload(ctx, {
      filename,
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      })(),
    });
    await startRun(ctx, { importId, pairing: { plan: 'all_pairs' } });
    const first = await startProgram(program, env);
    await until(async () => (await getImport(ctx, importId)).rowsAccepted > 0, first);
    await first.kill('SIGKILL');
    const broken = await getImport(ctx, importId);
    expect(broken).toMatchObject({ state: 'running' });
    expect(broken.rowsAccepted).toBeLessThan(ROWS - ROWS / BAD_EVERY);

    const second = await startProgram(program, env);
    await until(async () => ['succeeded', 'failed'].includes((await getImport(ctx, importId)).state), second);
    await second.kill('SIGTERM');
    const good = ROWS - ROWS / BAD_EVERY;
    expect(await getImport(ctx, importId), second.output()).toMatchObject({
      state: 'succeeded',
      lines: ROWS,
      rowsAccepted: good,
      rowsRejected: ROWS / BAD_EVERY,
      rowsDuplicate: 0,
      promptsAdded: good,
      comparisonsAdded: good,
    });
    const stored = await database.pool.query(
      `select (select count(distinct messages::text)::int from prompts where project_id = $1) as prompts,
        (select count(*)::int from prompts where project_id = $1) as all_prompts,
        (select count(*)::int from comparisons where project_id = $1) as comparisons,
        (select count(distinct rank)::int from comparisons where project_id = $1) as ranks,
        (select count(*)::int from import_rejects where import_id = $2) as rejects`,
      [ctx.projectId, importId],
    );
    expect(stored.rows[0]).toEqual({
      prompts: good,
      all_prompts: good,
      comparisons: good,
      ranks: good,
      rejects: ROWS / BAD_EVERY,
    });
    await stage.close();
  },
  180_000,
);
