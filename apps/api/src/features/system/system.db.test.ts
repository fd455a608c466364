import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { FailedJob, System } from '@pairwright/contract/system';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { lanes } from '@pairwright/queue/backend';
import { openQueue, type Queue } from '@pairwright/queue/queue';
import type { Handlers } from '@pairwright/queue/registry-types';
import { PermanentFailure } from '@pairwright/queue/registry-types';
import { openWorker, type Worker } from '@pairwright/queue/worker';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let owner: Person;
let queue: Queue;
let worker: Worker;
/** Whether the handlers of the worker end well. */
let mended = false;
const ran: string[] = [];

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true });
  const connection = { databaseUrl: kit.database.url };
  const { log } = kit.services;
  queue = await openQueue({ connection, log });
  Object.assign(kit.services, { queue });
  const run = async ({ payload }: { readonly payload: unknown }): Promise<void> => {
    if (!mended) throw new PermanentFailure('The disk is full.');
    ran.push(JSON.stringify(payload));
  };
  const handlers = new Proxy({}, { get: () => run }) as Handlers;
  worker = await openWorker({ connection, handlers, log });
});
afterAll(async () => {
  await worker.close();
  await queue.close();
  await kit.close();
});

async function failedNamed(name: string): Promise<FailedJob> {
  return vi.waitFor(
    async () => {
      const answer = await kit.call(owner, 'GET', '/system/failed-jobs');
      const found = answer.json<{ items: FailedJob[] }>().items.find((job) => job.name === name);
      expect(found).toBeDefined();
      return found!;
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function failedStatistics(): Promise<string> {
  const { projectId } = await createProject(kit.database, { comparisons: 1 });
  const id = systemIds.next();
  await kit.database.pool.query(
    `insert into statistics (id, project_id, kind, options, options_key, state, created_by, error)
     values ($1, $2, 'overview', '{}', '{}', 'failed', $3, '{"code":"disk_full","message":"Full."}')`,
    [id, projectId, owner.id],
  );
  return id;
}

test('a failed job is listed, and trying again puts its row back to waiting', async () => {
  const statisticsId = await failedStatistics();
  await queue.enqueue('statistics.compute', { statisticsId });
  const job = await failedNamed('statistics.compute');
  expect(job).toMatchObject({ lane: 'work', reason: 'The disk is full.', payload: { statisticsId } });
  mended = true;
  const path = `/system/failed-jobs/${job.lane}/${encodeURIComponent(job.id)}`;
  expect((await kit.call(owner, 'POST', `${path}/retry`)).statusCode).toBe(204);
  await vi.waitFor(() => expect(ran).toContain(JSON.stringify({ statisticsId })), { timeout: 20_000 });
  const { rows } = await kit.database.pool.query('select state, error from statistics where id = $1', [
    statisticsId,
  ]);
  expect(rows).toEqual([{ state: 'queued', error: null }]);
  expect((await kit.call(owner, 'POST', `${path}/retry`)).json()).toMatchObject({ code: 'not_found' });
});

test('trying an exclusion again takes back that it was given up', async () => {
  mended = false;
  const { projectId } = await createProject(kit.database, { comparisons: 1 });
  const exclusionId = systemIds.next();
  await kit.database.pool.query(
    `insert into exclusions (id, project_id, annotator_id, scope, reason, state, created_by, error)
     values ($1, $2, $3, 'all', 'x', 'applying', $3, '{"code":"internal","message":"It stopped."}')`,
    [exclusionId, projectId, owner.id],
  );
  await queue.enqueue('exclusions.run', { exclusionId });
  const job = await failedNamed('exclusions.run');
  mended = true;
  const path = `/system/failed-jobs/${job.lane}/${encodeURIComponent(job.id)}`;
  expect((await kit.call(owner, 'POST', `${path}/retry`)).statusCode).toBe(204);
  const { rows } = await kit.database.pool.query('select error from exclusions where id = $1', [exclusionId]);
  expect(rows).toEqual([{ error: null }]);
  await vi.waitFor(() => expect(ran).toContain(JSON.stringify({ exclusionId })), { timeout: 20_000 });

  mended = false;
  await queue.enqueue('exclusions.run', { exclusionId });
  const again = await failedNamed('exclusions.run');
  const retry = `/system/failed-jobs/${again.lane}/${encodeURIComponent(again.id)}/retry`;
  expect((await kit.call(owner, 'POST', retry)).json()).toMatchObject({ code: 'wrong_state' });
});

test('a job whose row is not failed any more, or that has a page of its own, is only discarded', async () => {
  mended = false;
  await queue.enqueue('export.run', { exportId: systemIds.next() });
  const gone = await failedNamed('export.run');
  const path = `/system/failed-jobs/${gone.lane}/${encodeURIComponent(gone.id)}`;
  expect((await kit.call(owner, 'POST', `${path}/retry`)).json()).toMatchObject({ code: 'wrong_state' });
  expect((await kit.call(owner, 'DELETE', path)).statusCode).toBe(204);
  expect((await kit.call(owner, 'DELETE', path)).json()).toMatchObject({ code: 'not_found' });

  await queue.enqueue('import.run', { importId: systemIds.next(), turn: 1 });
  const started = await failedNamed('import.run');
  const answer = await kit.call(
    owner,
    'POST',
    `/system/failed-jobs/${started.lane}/${encodeURIComponent(started.id)}/retry`,
  );
  expect(answer.json()).toMatchObject({
    code: 'wrong_state',
    detail: 'An import goes on from its own page: start it there again.',
  });
});

test('the owner sees versions, storage, lines and workers, also while the queue is away', async () => {
  await kit.database.pool.query(
    `insert into worker_heartbeats (worker_id, details) values (gen_random_uuid(), '{"host":"here","version":"1.2.3"}')`,
  );
  const seen = (await kit.call(owner, 'GET', '/system')).json<System>();
  expect(seen).toMatchObject({
    version: '0.0.0-test',
    storage: {
      kind: 'folder',
      disk: { freeBytes: expect.any(Number) as number, totalBytes: expect.any(Number) as number },
    },
    queue: { backend: 'postgres' },
  });
  expect(seen.database.migration).toMatch(/^\d{8}T\d{6}Z-.*\.sql$/);
  expect(seen.database.bytes).toBeGreaterThan(1_000_000);
  expect(seen.queue.lanes?.map(({ lane }) => lane)).toEqual([...lanes]);
  expect(seen.workers).toMatchObject([{ host: 'here', version: '1.2.3', alive: true }]);
  expect(seen.backup).toEqual({ last: null, warnAfterDays: 7, isDue: true });
  Object.assign(kit.services, { queue: absentQueue() });
  expect((await kit.call(owner, 'GET', '/system')).json<System>().queue.lanes).toBeNull();
  expect((await kit.call(owner, 'GET', '/system/failed-jobs')).json()).toMatchObject({ code: 'unavailable' });
  Object.assign(kit.services, { queue });
});

test('the last backup is told, and when it is time for another', async () => {
  const add = (age: string, name: string) =>
    kit.database.pool.query(
      `insert into backups (id, started_at, finished_at, destination, host, made_by, product_version, bytes, sha256, encrypted,
         table_count, row_count, artifact_count, artifact_bytes, artifacts_missing)
       values ($1, now(), now() - $2::interval, $3, 'here', 'root', '1.2.3', 5000, repeat('a', 64), true, 60, 7000, 8, 900, 0)`,
      [systemIds.next(), age, name],
    );
  const told = async () => (await kit.call(owner, 'GET', '/system')).json<System>().backup;
  await add('8 days', '/backups/old.tar');
  expect(await told()).toMatchObject({ isDue: true, last: { destination: '/backups/old.tar', rows: 7_000 } });
  await add('1 hour', 's3://backups/new.tar');
  await kit.database.pool.query(`update backups set verified_at = now() where destination like 's3:%'`);
  const { last, isDue } = await told();
  expect(isDue).toBe(false);
  expect(last).toMatchObject({
    host: 'here',
    madeBy: 'root',
    encrypted: true,
    artifacts: 8,
    artifactsMissing: 0,
  });
  expect(last!.ageSeconds).toBeGreaterThanOrEqual(3_600);
  expect(Date.parse(last!.verifiedAt!)).toBeGreaterThan(Date.parse(last!.finishedAt));
});
