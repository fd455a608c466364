import { z } from 'zod';
import { createClient } from '@pairwright/contract/client';
import { defineJob } from '@pairwright/queue/job-spec';
import { openQueue } from '@pairwright/queue/queue';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { submission } from '../chaos/api-annotator.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { newLedger } from './ledger.ts';
import { Machine } from './machine.ts';
import { Researcher } from './researcher.ts';

let database: TestDatabase;
let machine: Machine;
let campaign: Campaign;
const patient = { timeout: 100_000, interval: 50 };

beforeAll(async () => {
  database = await createTestDatabase();
  machine = await Machine.start({ database: { url: database.url, direct: database.url } });
  campaign = await createCampaign(database.pool, { comparisons: 5, annotators: 1, target: 1 });
  await judgeSome();
  await database.pool.query(`update users set is_owner = true where id = $1`, [campaign.admin.userId]);
});
afterAll(async () => {
  await machine?.stop();
  await database?.close();
});

function system() {
  return createClient({ baseUrl: machine.baseUrl, token: campaign.admin.token });
}

/** So that there is something to export. */
async function judgeSome(): Promise<void> {
  const { projectId, annotators } = campaign;
  const client = createClient({ baseUrl: machine.baseUrl, token: annotators[0]!.token });
  const { items } = await client.call('claimAssignments', { params: { projectId }, body: { count: 3 } });
  for (const { id: assignmentId } of items)
    await client.call('submitJudgment', { params: { projectId, assignmentId }, body: submission(2) });
}

/** Imports, freezes and exports as usual. */
async function everythingElse(word: string): Promise<void> {
  const { projectId, admin } = campaign;
  const ledger = newLedger();
  const how = { apis: [{ baseUrl: machine.baseUrl }], patienceMs: 60_000, first: 0 };
  const researcher = new Researcher(admin, how, ledger);
  await researcher.importRows(projectId, { word });
  const datasetId = await researcher.makeDataset(projectId, word);
  await researcher.freezeAndExport({ projectId, datasetId }, async () => word);
  expect(ledger.faults).toEqual([]);
}

test('jobs that cannot be done end as failed, can be discarded, and hold nothing else up', async () => {
  const anything = z.unknown();
  const broken = (name: string) =>
    defineJob({ name, payload: anything, dedupId: () => String(Math.random()), attempts: 5 });
  const queue = await openQueue({
    connection: { databaseUrl: database.url },
    log: createLogger({ name: 'test', level: 'silent' }),
    registry: {
      'no.such.job': broken('no.such.job'),
      'export.run': broken('export.run'),
      'import.run': broken('import.run'),
      'dataset.freeze': broken('dataset.freeze'),
    },
  });
  try {
    await queue.enqueue('no.such.job', {});
    await queue.enqueue('export.run', { exportId: 7 });
    await queue.enqueue('import.run', 'nothing of the kind');
    await queue.enqueue('dataset.freeze', { versionId: systemIds.next(), unasked: true });
    // What is gone needs no work: such a job ends without a word.
    await queue.enqueue('export.run', { exportId: systemIds.next() });
    await everythingElse('beside');
    const failed = async () => (await system().call('listFailedJobs', {})).items;
    await vi.waitUntil(async () => (await failed()).length === 4, patient);
    expect((await failed()).map(({ name }) => name).toSorted()).toEqual([
      'dataset.freeze',
      'export.run',
      'import.run',
      'no.such.job',
    ]);
    for (const { lane, id: jobId } of await failed())
      await system().call('discardFailedJob', { params: { lane, jobId } });
    expect(await failed()).toEqual([]);
  } finally {
    await queue.close();
  }
});

test('a job that ends its worker each time is given up, says so, and may be tried again', async () => {
  const { projectId } = campaign;
  const { id: datasetId } = await system().call('createDataset', {
    params: { projectId },
    body: { name: 'Deadly', recipe: {} },
  });
  const frozen = async () => {
    const { items } = await system().call('listVersions', { params: { projectId, datasetId }, query: {} });
    return items[0]!;
  };
  const { worker: supervised } = machine.parts;
  supervised.hold();
  await machine.kill(['worker']);
  const { id: versionId } = await system().call('freezeDataset', { params: { projectId, datasetId } });
  const blocker = await database.pool.connect();
  const active = `name = 'dataset.freeze' and state = 'active'`;
  try {
    await blocker.query('begin');
    await blocker.query('select from dataset_versions where id = $1 for update', [versionId]);
    supervised.release();
    const jobs = () => database.pool.query(`select from bullmq.job where ${active}`);
    await vi.waitUntil(async () => (await jobs()).rowCount === 1, patient);
    // So it went nine times before.
    await database.pool.query(`update bullmq.job set stalled_count = 9 where ${active}`);
    supervised.hold();
    // It takes jobs a moment before it says that it runs.
    await vi.waitUntil(() => supervised.kill(), patient);
  } finally {
    await blocker.query('rollback');
    blocker.release();
    supervised.release();
  }
  await vi.waitUntil(async () => (await frozen()).state === 'failed', patient);
  expect((await frozen()).error).toMatchObject({ code: 'worker_ended' });
  const [job] = (await system().call('listFailedJobs', {})).items;
  expect(job).toMatchObject({ name: 'dataset.freeze', reason: 'Its worker ended 10 times while it ran.' });
  await everythingElse('meanwhile');
  // Trying again begins anew.
  await system().call('retryFailedJob', { params: { lane: job!.lane, jobId: job!.id } });
  await vi.waitUntil(async () => (await frozen()).state === 'ready', patient);
});
