import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ExportJob } from '@pairwright/contract/datasets';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { executeStatistics } from '@pairwright/core/statistics/compute-statistics.service';
import { type Database, openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { openReplica, type Replica } from '@pairwright/db/replica';
import { type ReplicatedServer, startReplicatedServer } from '@pairwright/testkit/replicated-server';
import { createTestApp, type Person, type TestApp } from './test-app.ts';

/** A real primary with a real hot standby; the API reads from both. */
let server: ReplicatedServer;
/** The standby for whoever keeps the servers. */
let standby: Database;
let kit: TestApp;
let replica: Replica;
let owner: Person;
let projectId: string;
let comparisonId: string;
let lastFault: unknown;

beforeAll(async () => {
  server = await startReplicatedServer();
  const url = server.primary.url();
  await migrate({ url, dir: await findMigrationsDir(import.meta.dirname) });
  const database = await openDatabase({ url, applicationName: 'test', poolSize: 4 });
  standby = await openDatabase({ url: server.standby.url(), applicationName: 'keeper', poolSize: 1 });
  replica = openReplica({
    url: server.standby.url(),
    applicationName: 'test-replica',
    poolSize: 4,
    primary: database,
    everySecond: false,
    onChange: (_state, cause) => (lastFault = cause),
  });
  kit = await createTestApp({}, undefined, { database: { ...database, url }, replica });
  owner = await kit.addPerson({ isOwner: true });
  const project = await createProject(kit.database, { comparisons: 3 });
  projectId = project.projectId;
  comparisonId = project.comparisonIds[0]!;
  await caughtUp();
});
afterAll(async () => {
  await replica.close();
  await kit.close();
  await standby.close();
  await server.stop();
});

async function onStandby<Row extends object>(text: string): Promise<Row[]> {
  return (await standby.pool.query<Row>(text)).rows;
}

/** Waits until the standby has everything, and the replica is in use. */
// The position of what is still to be written counts: commits here do not wait for the disk.
async function caughtUp(): Promise<void> {
  const { rows } = await kit.database.pool.query<{ at: string }>(
    'select pg_current_wal_insert_lsn()::text as at',
  );
  await vi.waitUntil(
    async () => {
      const [row] = await onStandby<{ there: boolean }>(
        `select pg_last_wal_replay_lsn() >= '${rows[0]!.at}'::pg_lsn as there`,
      );
      await replica.measure();
      return row?.there === true && replica.state().usable;
    },
    { timeout: 20_000 },
  );
}

const fromReplica = (Object.keys(endpoints) as OperationName[]).filter(
  (name) => (endpoints[name] as Endpoint).reads === 'replica',
);

it('the contract lets only reads go there', () => {
  expect(fromReplica.length).toBeGreaterThan(8);
  // A recipe is sent as a body, and changes nothing.
  const others = fromReplica.filter((name) => endpoints[name].method !== 'GET');
  expect(others).toEqual(['previewRecipe']);
});

it.each(fromReplica)('%s is answered by the standby, where nothing can be written', async (name) => {
  const { method, path } = endpoints[name] as Endpoint;
  lastFault = undefined;
  await caughtUp();
  const url = path.replace(':projectId', projectId).replace(':comparisonId', comparisonId);
  expect(url, `${name} has a parameter that this test does not know`).not.toContain(':');
  const body = name === 'previewRecipe' ? { recipe: {}, format: 'trl-explicit' } : undefined;
  const answer = await kit.call(owner, method, url, body);
  expect(answer.statusCode, answer.body).toBe(200);
  // It would have been asked no more after a failure.
  expect(lastFault).toBeUndefined();
  expect(replica.state().usable).toBe(true);
  // A read is no change: the next one goes there too.
  expect(answer.headers['set-cookie']).toBeUndefined();
});

it('whoever changed something sees it at once, others when it has arrived', async () => {
  await caughtUp();
  const entries = async (headers: Record<string, string> = {}): Promise<number> => {
    const person = { ...owner, headers: { ...owner.headers, ...headers } };
    return (await kit.call(person, 'GET', `/projects/${projectId}/audit`)).json<{ items: unknown[] }>().items
      .length;
  };
  const before = await entries();
  await onStandby('select pg_wal_replay_pause()');
  try {
    const change = await kit.call(owner, 'PATCH', `/projects/${projectId}`, { name: 'Renamed' });
    expect(change.statusCode).toBe(200);
    const [wrote] = String(change.headers['set-cookie']).split(';');
    expect(wrote).toBe('pairwright-wrote=1');
    expect(String(change.headers['set-cookie'])).toMatch(/Max-Age=12; Path=\/; HttpOnly; SameSite=Lax/);
    await replica.measure();
    expect(replica.state().usable).toBe(true);
    expect(await entries()).toBe(before);
    expect(await entries({ cookie: `${owner.headers['cookie']}; ${wrote}` })).toBe(before + 1);
    expect(await entries({ 'cache-control': 'no-cache' })).toBe(before + 1);
    // What is not there yet is looked for in the database itself.
    const made = await createProject(kit.database, { comparisons: 1 });
    const list = await kit.call(owner, 'GET', `/projects/${made.projectId}/comparisons`);
    expect(list.statusCode).toBe(200);
  } finally {
    await onStandby('select pg_wal_replay_resume()');
  }
  await caughtUp();
  expect(await entries()).toBe(before + 1);
});

it('statistics are computed from the standby, and tell of which moment they are', async () => {
  await caughtUp();
  const wish = { kind: 'overview', options: {} };
  expect((await kit.call(owner, 'POST', `/projects/${projectId}/statistics`, wish)).statusCode).toBe(202);
  const { db } = kit.database;
  const { id } = await db
    .selectFrom('statistics')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  await caughtUp();
  await onStandby('select pg_wal_replay_pause()');
  try {
    // Known to the database itself only.
    await createProject(kit.database, { comparisons: 1 });
    const { rows } = await kit.database.pool.query<{ now: string }>('select clock_timestamp() as now');
    const run = { statisticsId: id, signal: new AbortController().signal, lastAttempt: false };
    await executeStatistics({ ...kit.services, replica }, run);
    const made = await db
      .selectFrom('statistics')
      .select(['state', 'as_of'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(made.state).toBe('ready');
    expect(Date.parse(made.as_of!)).toBeLessThan(Date.parse(rows[0]!.now));
  } finally {
    await onStandby('select pg_wal_replay_resume()');
  }
});

/** How often rows of versions were looked for on the standby. */
async function readsOfVersions(): Promise<number> {
  const [row] = await onStandby<{ n: number }>(
    `select (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as n from pg_stat_all_tables where relname = 'dataset_votes'`,
  );
  return row?.n ?? 0;
}

describe('an export', () => {
  const run = { signal: new AbortController().signal, lastAttempt: true };
  let datasetId: string;
  const base = (): string => `/projects/${projectId}`;

  async function freeze(): Promise<string> {
    const asked = await kit.call(owner, 'POST', `${base()}/datasets/${datasetId}/versions`);
    const versionId = asked.json<{ id: string }>().id;
    await executeFreeze(kit.services, { ...run, versionId });
    return versionId;
  }

  /** The sha256 of the data, and where the log says that it was read. */
  async function write(versionId: string, services = kit.services): Promise<{ sum: string; from: string }> {
    await kit.database.db.deleteFrom('exports').execute();
    const asked = await kit.call(owner, 'POST', `${base()}/versions/${versionId}/exports`, {
      format: 'votes',
    });
    const exportId = asked.json<{ id: string }>().id;
    await executeExport({ ...services, replica }, { ...run, exportId });
    const { files } = (await kit.call(owner, 'GET', `${base()}/exports/${exportId}`)).json<ExportJob>();
    const line = kit.logLines.findLast((one) => one.includes('export written'));
    return { sum: files![0]!.sha256, from: (JSON.parse(line!) as { from: string }).from };
  }

  beforeAll(async () => {
    const project = await createProject(kit.database, { comparisons: 2, annotators: 1 });
    projectId = project.projectId;
    await judgeNext(kit.database, project, { annotator: 0, strength: -3 });
    const body = { name: 'Reward', recipe: plainRecipe };
    datasetId = (await kit.call(owner, 'POST', `${base()}/datasets`, body)).json<{ id: string }>().id;
  });

  it('reads a version that the replica has from there, to the same bytes', async () => {
    const versionId = await freeze();
    await caughtUp();
    const before = await readsOfVersions();
    const there = await write(versionId);
    expect(there.from).toBe('replica');
    await vi.waitUntil(async () => (await readsOfVersions()) > before, { timeout: 20_000 });
    replica.distrust(new Error('not now'));
    expect(await write(versionId)).toEqual({ sum: there.sum, from: 'database' });
  });

  it('reads a version that is not there yet from the database', async () => {
    await caughtUp();
    await onStandby('select pg_wal_replay_pause()');
    try {
      const versionId = await freeze();
      expect(replica.state().usable).toBe(true);
      expect((await write(versionId)).from).toBe('database');
    } finally {
      await onStandby('select pg_wal_replay_resume()');
    }
  });

  it('begins anew with the database where a read of the replica breaks off', async () => {
    const versionId = await freeze();
    await caughtUp();
    const { artifacts } = kit.services;
    let isCut = false;
    // The connections to the standby end while the first file is open.
    const cutting: typeof artifacts = Object.assign(Object.create(artifacts) as typeof artifacts, {
      openWriter: async (key: string) => {
        if (!isCut) {
          isCut = true;
          await onStandby(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-replica'`,
          );
        }
        return artifacts.openWriter(key);
      },
      write: artifacts.write.bind(artifacts),
      deletePrefix: artifacts.deletePrefix.bind(artifacts),
    });
    const broken = await write(versionId, { ...kit.services, artifacts: cutting });
    expect([isCut, broken.from, replica.state().usable]).toEqual([true, 'database', false]);
    expect(await write(versionId)).toEqual(broken);
  });
});

it('goes on with the database itself when the replica is gone, and says so', async () => {
  await caughtUp();
  await server.stopStandby();
  // Found out by the very read that breaks.
  expect((await kit.call(owner, 'GET', `/projects/${projectId}/comparisons`)).statusCode).toBe(200);
  expect(replica.state()).toMatchObject({ usable: false });
  await replica.measure();
  const health = (await kit.app.inject('/health')).json<Record<string, unknown>>();
  expect(health['replica']).toEqual({
    status: 'degraded',
    detail: 'The replica is not used: It cannot be reached. Everything is read from the database itself.',
  });
  expect((await kit.app.inject('/health/ready')).statusCode).toBe(200);
});
