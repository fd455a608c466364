import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { holdTable } from '@pairwright/testkit/held-table';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addAllPairs, createStage, plainRecipe } from './datasets.fixture.ts';
import {
  cancelFreeze,
  createDataset,
  freezeDataset,
  getVersion,
  listVersions,
  startExport,
} from './datasets.service.ts';
import { executeFreeze } from './execute-jobs.ts';
import { frozenTables } from './freeze.queries.ts';
import { freezeVersion } from './freeze.service.ts';
import { requestHealth } from '../dataset-health/health.service.ts';

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'cancelled' });
const { signal } = new AbortController();
let datasetId = '';

beforeAll(async () => {
  await addAllPairs(stage, 12);
  datasetId = (await createDataset(stage.ctx, { name: 'cancelled', recipe: plainRecipe })).id;
});
afterEach(async () => {
  // Also where a test failed in the middle.
  await database.pool.query(
    'select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await database.pool.query('drop function if exists hinder cascade');
});
afterAll(async () => {
  await stage.close();
  await database.close();
});

const asked = async (): Promise<string> => (await freezeDataset(stage.ctx, datasetId)).id;
const stateOf = async (versionId: string): Promise<string> => (await getVersion(stage.ctx, versionId)).state;

/** Lines of any table that belong to the version. */
async function keptOf(versionId: string): Promise<number> {
  const counts = [...frozenTables, 'freeze_progress'].map(
    (table) => `select count(*)::int as n from ${table} where version_id = $1`,
  );
  const { rows } = await database.pool.query<{ n: number }>(counts.join(' union all '), [versionId]);
  return rows.reduce((sum, { n }) => sum + n, 0);
}

/** A freeze runs what is given first thing of its statement on this table. */
async function hinder(when: string, statement: string): Promise<void> {
  await database.pool.query(`
    create function hinder() returns trigger language plpgsql as $$ begin ${statement}; return null; end $$;
    create trigger hinder ${when} execute function hinder()`);
}

const waitsForLock = `wait_event_type = 'Lock' and query like 'update "dataset_versions"%'`;
const sleeps = `wait_event = 'PgSleep'`;

async function countBackends(which: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and ${which}`,
  );
  return rows[0]?.n ?? 0;
}

test('a freeze in the middle of a statement that would take for ever is stopped, and nothing is kept', async () => {
  await hinder('before insert on dataset_rows', 'perform pg_sleep(3600)');
  const versionId = await asked();
  const freezing = executeFreeze(stage.ctx, { versionId, signal, lastAttempt: true });
  await vi.waitFor(async () => expect(await countBackends(sleeps)).toBe(1), 20_000);
  const cancelled = await cancelFreeze(stage.ctx, versionId);
  expect(cancelled).toMatchObject({ id: versionId, state: 'cancelled', progress: null, error: null });
  // Not an error: nothing is to be tried again.
  await freezing;
  expect(await countBackends(sleeps)).toBe(0);
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({
    state: 'cancelled',
    frozenAt: null,
    rows: null,
    error: null,
  });
  expect(await keptOf(versionId)).toBe(0);
});

test('one that waits is cancelled at once; a worker that comes for it does nothing, and the next version has the next number', async () => {
  const versionId = await asked();
  const { version } = await cancelFreeze(stage.ctx, versionId);
  await freezeVersion(stage.ctx, { versionId, signal });
  expect(await stateOf(versionId)).toBe('cancelled');
  const next = await asked();
  await freezeVersion(stage.ctx, { versionId: next, signal });
  expect(await getVersion(stage.ctx, next)).toMatchObject({ state: 'ready', version: version + 1 });
  const { items } = await listVersions(stage.ctx, { datasetId, limit: 50, state: 'cancelled' });
  expect(items.map(({ id }) => id)).toContain(versionId);
});

test('what is finished cannot be cancelled, and what was cancelled cannot be read', async () => {
  const versionId = await asked();
  await cancelFreeze(stage.ctx, versionId);
  await expect(cancelFreeze(stage.ctx, versionId)).rejects.toMatchObject({ code: 'wrong_state' });
  for (const wish of [
    () => startExport(stage.ctx, { versionId, format: 'votes' }),
    () => requestHealth(stage.ctx, { versionId }),
  ])
    await expect(wish()).rejects.toMatchObject({
      code: 'wrong_state',
      detail: 'The freeze of this version was cancelled. Freeze the dataset again.',
    });
  const ready = await asked();
  await freezeVersion(stage.ctx, { versionId: ready, signal });
  await expect(cancelFreeze(stage.ctx, ready)).rejects.toMatchObject({ code: 'wrong_state' });
  expect(await stateOf(ready)).toBe('ready');
  const elsewhere = { ...stage.ctx, projectId: stage.ctx.ids.next() };
  await expect(cancelFreeze(elsewhere, ready)).rejects.toMatchObject({ code: 'not_found' });
});

test('cancelled when all is written and before it is told: the freeze finds it out as the last thing it does', async () => {
  const letGo = await holdTable(database, 'gold_results');
  const versionId = await asked();
  const freezing = freezeVersion(stage.ctx, { versionId, signal });
  try {
    await vi.waitFor(
      async () => expect((await getVersion(stage.ctx, versionId)).progress?.step).toBe('agreement'),
      20_000,
    );
    await cancelFreeze(stage.ctx, versionId);
  } finally {
    await letGo();
  }
  await freezing;
  expect(await stateOf(versionId)).toBe('cancelled');
  expect(await keptOf(versionId)).toBe(0);
});

test('cancelled when the freeze has told that it is done, and not yet ended: it is ready', async () => {
  await hinder(
    `after update on dataset_versions for each row when (new.state = 'ready')`,
    'perform pg_advisory_xact_lock(42)',
  );
  const blocker = await database.pool.connect();
  await blocker.query('select pg_advisory_lock(42)');
  const versionId = await asked();
  const freezing = freezeVersion(stage.ctx, { versionId, signal });
  await vi.waitFor(async () => expect(await countBackends(waitsForLock)).toBe(1), 20_000);
  const cancelling = cancelFreeze(stage.ctx, versionId);
  cancelling.catch(() => undefined);
  await vi.waitFor(async () => expect(await countBackends(waitsForLock)).toBe(2), 20_000);
  await blocker.query('select pg_advisory_unlock(42)');
  blocker.release();
  await freezing;
  await expect(cancelling).rejects.toMatchObject({ code: 'wrong_state' });
  expect(await stateOf(versionId)).toBe('ready');
  expect(await keptOf(versionId)).toBeGreaterThan(0);
});

test('whenever it comes, a freeze is either ready and whole or cancelled and empty', async () => {
  const ends = new Set<string>();
  // Later and later, until the freeze is quicker several times.
  for (let after = 0, ready = 0; ready < 3 && after < 10_000; after += 1 + Math.trunc(after / 4)) {
    const versionId = await asked();
    const freezing = freezeVersion(stage.ctx, { versionId, signal });
    for (let n = 0; n < after; n += 1) await database.pool.query('select 1');
    const cancelled = await cancelFreeze(stage.ctx, versionId).then(
      () => true,
      (error: { code?: string }) => {
        expect(error.code).toBe('wrong_state');
        return false;
      },
    );
    await freezing;
    const version = await getVersion(stage.ctx, versionId);
    expect(version.state).toBe(cancelled ? 'cancelled' : 'ready');
    expect(version.rows === null).toBe(cancelled);
    expect((await keptOf(versionId)) === 0).toBe(cancelled);
    ends.add(version.state);
    if (!cancelled) ready += 1;
  }
  expect([...ends].toSorted()).toEqual(['cancelled', 'ready']);
});

test('a worker that stops leaves the freeze to the next one, which sees that it was cancelled meanwhile', async () => {
  const letGo = await holdTable(database, 'dataset_votes');
  const versionId = await asked();
  const stop = new AbortController();
  const first = freezeVersion(stage.ctx, { versionId, signal: stop.signal });
  first.catch(() => undefined);
  await vi.waitFor(
    async () => expect((await getVersion(stage.ctx, versionId)).progress?.step).toBe('votes'),
    20_000,
  );
  stop.abort(new Error('the worker is stopping'));
  await expect(first).rejects.toThrow('the worker is stopping');
  expect(await stateOf(versionId)).toBe('running');
  await cancelFreeze(stage.ctx, versionId);
  await letGo();
  await freezeVersion(stage.ctx, { versionId, signal });
  expect(await stateOf(versionId)).toBe('cancelled');
  expect(await keptOf(versionId)).toBe(0);
});

test('two workers do not freeze the same version: the second leaves it to the first', async () => {
  const letGo = await holdTable(database, 'dataset_votes');
  const versionId = await asked();
  const first = freezeVersion(stage.ctx, { versionId, signal });
  await vi.waitFor(
    async () => expect((await getVersion(stage.ctx, versionId)).progress?.step).toBe('votes'),
    20_000,
  );
  await freezeVersion(stage.ctx, { versionId, signal });
  expect(await stateOf(versionId)).toBe('running');
  await letGo();
  await first;
  expect(await stateOf(versionId)).toBe('ready');
});
