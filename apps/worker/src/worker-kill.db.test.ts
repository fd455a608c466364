import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext } from '@pairwright/core/context';
import { getImport, startRun } from '@pairwright/core/imports/imports.service';
import { receiveUpload } from '@pairwright/core/imports/receive-upload';
import { watchImport } from '@pairwright/core/imports/watch-import';
import { findRedisServer, startRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { processEnv } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';
import { newProject } from './new-project.fixture.ts';

const ROWS = 30_000;
const BAD_EVERY = 1_000;

const database = await createTestDatabase({ poolSize: 8 });
const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-kill-'));
const program = await quickWorker();
const log = createLogger({ name: 'test', level: 'silent' });
const artifacts = await openFolderStore(path.join(dataDir, 'artifacts'));
afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const redisBinary = await findRedisServer(processEnv()['PATH'] ?? '');
if (redisBinary === undefined)
  console.log('Killed workers are not tested on Redis: there is no redis-server or valkey-server on PATH.');

/** Where the queue lives, as variables of the worker program. */
const queues: [string, () => Promise<{ env: Record<string, string>; stop(): Promise<void> }>][] = [
  ['PostgreSQL', async () => ({ env: {}, stop: async () => undefined })],
];
if (redisBinary !== undefined) {
  queues.push([
    'Redis',
    async () => {
      const server = await startRedisServer(redisBinary);
      return { env: { REDIS_URL: server.url }, stop: () => server.stop() };
    },
  ]);
}

async function openServices(env: Record<string, string>) {
  const connection =
    env['REDIS_URL'] === undefined ? { databaseUrl: database.url } : { redisUrl: env['REDIS_URL'] };
  return {
    db: database,
    queue: await openQueue({ connection, log }),
    artifacts,
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log,
  };
}

async function* file(): AsyncGenerator<Uint8Array> {
  for (let n = 1; n <= ROWS; n += 1) {
    const responses =
      n % BAD_EVERY === 0
        ? []
        : ['a', 'b', 'c'].map((model) => ({ model, content: `${model} answers ${n}` }));
    yield Buffer.from(
      `${JSON.stringify({ messages: [{ role: 'user', content: `Question ${n}` }], responses })}\n`,
    );
  }
}

test.each(queues)(
  'a worker killed in the middle of an import loses and doubles nothing, with the queue on %s',
  async (_name, openServer) => {
    const server = await openServer();
    const services = await openServices(server.env);
    try {
      await killAndFinish(await newProject(services), server.env);
    } finally {
      await services.queue.close();
      await server.stop();
    }
  },
  120_000,
);

async function killAndFinish(ctx: ProjectContext, queueEnv: Record<string, string>): Promise<void> {
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: file() });
  const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: dataDir, LOG_LEVEL: 'info', ...queueEnv };
  await startRun(ctx, { importId, pairing: { plan: 'all_pairs' } });
  const killedAt: number[] = [];
  for (let kills = 0; kills < 3; kills += 1) {
    const worker = await startProgram(program, env);
    const before = (await getImport(ctx, importId)).bytesDone;
    for await (const job of watchImport(ctx, { importId, signal: AbortSignal.timeout(30_000) })) {
      if (job.bytesDone > before) break;
    }
    await worker.kill('SIGKILL');
    killedAt.push((await getImport(ctx, importId)).bytesDone);
  }
  const last = await startProgram(program, env);
  for await (const job of watchImport(ctx, { importId, signal: AbortSignal.timeout(45_000) }))
    expect(job.error, last.output()).toBeNull();
  const job = await getImport(ctx, importId);
  await last.kill('SIGTERM');
  expect(last.process.exitCode, last.output()).toBe(0);
  const good = ROWS - ROWS / BAD_EVERY;
  expect(job, `killed at ${killedAt.join(', ')} of ${job.sizeBytes}`).toMatchObject({
    state: 'succeeded',
    lines: ROWS,
    rowsAccepted: good,
    rowsRejected: ROWS / BAD_EVERY,
    rowsDuplicate: 0,
    promptsAdded: good,
    responsesAdded: 3 * good,
    comparisonsAdded: 3 * good,
  });
  // At least one kill hit the import while it was under way.
  expect(killedAt.some((bytes) => bytes > 0 && bytes < (job.sizeBytes ?? 0))).toBe(true);
  const stored = await database.pool.query(
    `select (select count(*)::int from prompts where project_id = $1) as prompts,
      (select count(*)::int from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1) as responses,
      (select count(*)::int from comparisons where project_id = $1) as comparisons,
      (select count(distinct rank)::int from comparisons where project_id = $1) as ranks,
      (select max(rank)::int from comparisons where project_id = $1) as last_rank,
      (select count(*)::int from import_rejects where import_id = $2) as rejects`,
    [ctx.projectId, importId],
  );
  expect(stored.rows[0]).toEqual({
    prompts: good,
    responses: 3 * good,
    comparisons: 3 * good,
    ranks: 3 * good,
    last_rank: 3 * good - 1,
    rejects: ROWS / BAD_EVERY,
  });
}
