import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext } from '@pairwright/core/context';
import { loopbackOnly, quickFetching } from '@pairwright/core/imports/fetch/fetching.fixture';
import { getImport, startCheck, startRun } from '@pairwright/core/imports/imports.service';
import { receiveUpload } from '@pairwright/core/imports/receive-upload';
import { sweepPools } from '@pairwright/core/routing/active/make-pool.service';
import { changePolicy } from '@pairwright/core/routing/routing.fixture';
import { getRouting } from '@pairwright/core/routing/routing.service';
import { watchImport } from '@pairwright/core/imports/watch-import';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';
import { newProject } from './new-project.fixture.ts';
import { startWorker } from './worker.ts';

const database = await createTestDatabase({ poolSize: 8 });
const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-worker-'));
const log = createLogger({ name: 'test', level: 'silent' });
const connection = { databaseUrl: database.url };
const fetching = quickFetching();
const webhooks = { outgoing: openOutgoing(loopbackOnly) };
const services = {
  db: database,
  queue: await openQueue({ connection, log }),
  artifacts: await openFolderStore(folder),
  clock: systemClock,
  ids: systemIds,
  sealer: Sealer.ofOneRun(),
  log,
};
afterAll(async () => {
  await services.queue.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const deadline = (): AbortSignal => AbortSignal.timeout(30_000);

async function* fileOf(rows: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < rows; n += 1) {
    const row = {
      messages: [{ role: 'user', content: `Question ${n}` }],
      responses: [
        { model: 'a', content: `A${n}` },
        { model: 'b', content: `B${n}` },
      ],
    };
    yield Buffer.from(`${JSON.stringify(row)}\n`);
  }
}

async function untilAtRest(ctx: ProjectContext, importId: string) {
  const states: string[] = [];
  for await (const job of watchImport(ctx, { importId, signal: deadline() })) states.push(job.state);
  return { job: await getImport(ctx, importId), states };
}

test('a worker checks and runs an import, and progress can be watched', async () => {
  const ctx = await newProject(services);
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: fileOf(3_000) });
  const worker = await startWorker(services, {
    connection,
    version: 'test',
    concurrency: 2,
    fetching,
    webhooks,
  });
  try {
    await startCheck(ctx, { importId, pairing: { plan: 'all_pairs' } });
    const checked = await untilAtRest(ctx, importId);
    expect(checked.job).toMatchObject({ state: 'checked', comparisonsPlanned: 3_000, rowsAccepted: 3_000 });
    await startRun(ctx, { importId, pairing: { plan: 'all_pairs' } });
    const done = await untilAtRest(ctx, importId);
    expect(done.job).toMatchObject({
      state: 'succeeded',
      comparisonsAdded: 3_000,
      comparisonsPlanned: 3_000,
    });
    expect(done.states.at(-1)).toBe('succeeded');
  } finally {
    await worker.close();
  }
  expect(
    (
      await database.db
        .selectFrom('comparisons')
        .select('id')
        .where('project_id', '=', ctx.projectId)
        .execute()
    ).length,
  ).toBe(3_000);
});

test('a worker that starts takes up work whose job the queue has lost', async () => {
  const ctx = await newProject(services);
  const lost: ProjectContext = { ...ctx, queue: { ...services.queue, enqueue: async () => undefined } };
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: fileOf(10) });
  await startRun(lost, { importId, pairing: { plan: 'all_pairs' } });
  await database.db
    .updateTable('imports')
    .set({ heartbeat_at: '2020-01-01T00:00:00Z' })
    .where('id', '=', importId)
    .execute();
  const worker = await startWorker(services, {
    connection,
    version: 'test',
    concurrency: 1,
    fetching,
    webhooks,
  });
  try {
    expect((await untilAtRest(ctx, importId)).job).toMatchObject({
      state: 'succeeded',
      comparisonsAdded: 10,
    });
  } finally {
    await worker.close();
  }
});

test('a worker makes the pool of a project whose comparisons are to be drawn, once it is due', async () => {
  const ctx = await newProject(services);
  expect(await sweepPools(services)).toBe(0);
  await changePolicy(ctx, { active: { uniformPercent: 15 } });
  expect(await sweepPools(services)).toBe(1);
  const worker = await startWorker(services, {
    connection,
    version: 'test',
    concurrency: 1,
    fetching,
    webhooks,
  });
  try {
    await expect.poll(async () => (await getRouting(ctx)).pool, { timeout: 30_000 }).not.toBe(null);
  } finally {
    await worker.close();
  }
  expect(await sweepPools(services)).toBe(0);
});
