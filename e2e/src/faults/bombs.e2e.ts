import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiProblem, type Client, createClient } from '@pairwright/contract/client';
import type { ImportJob } from '@pairwright/contract/imports';
import { highWaterMark } from '../support/process-memory.ts';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { makeNarrowAccounts, type NarrowAccounts } from '../support/narrow-accounts.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { type Bomb, bombs, ordinary } from './bombs.ts';

/** What a process may hold beyond what it held when it began, in MB: the largest row, several times over, and no file. */
const MOST_BESIDES = 400;

let database: TestDatabase;
let accounts: NarrowAccounts;
let dataDir: string;
let api: ApiProcess;
let worker: WorkerProcess;
let campaign: Campaign;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  campaign = await createCampaign(database.pool, { comparisons: 1, annotators: 1, target: 1 });
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-bombs-'));
  accounts = await makeNarrowAccounts(database.url);
  [api, worker] = await Promise.all([
    startApiProcess({ databaseUrl: accounts.api, dataDir }),
    startWorkerProcess({ databaseUrl: accounts.worker, dataDir }),
  ]);
  client = createClient({ baseUrl: api.baseUrl, token: campaign.admin.token });
});
afterAll(async () => {
  await Promise.all([api?.stop(), worker?.stop()]);
  await database?.close();
  await accounts?.remove();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

interface Sent {
  readonly job: ImportJob;
  /** Codes of what was refused, first ones first. */
  readonly codes: readonly string[];
  /** What a look at the file says before; null: it was refused. */
  readonly looked: { readonly good: number; readonly bad: number } | null;
}

/** Brings a file in as the pages do: upload, look, run, and what came of it. */
async function bringIn({ filename, bytes }: Pick<Bomb, 'filename' | 'bytes'>): Promise<Sent> {
  const { projectId } = campaign;
  const headers = { 'content-type': 'application/octet-stream' };
  const rawBody = bytes() as Uint8Array<ArrayBuffer>;
  const upload = { params: { projectId }, query: { filename } };
  const { id: importId } = await client.call('uploadImport', upload, { rawBody, headers });
  const params = { projectId, importId };
  const looked = await client.call('inspectImport', { params, body: {} }).catch((error: unknown) => {
    // Refused for what it is, never an error of ours.
    expect(error).toBeInstanceOf(ApiProblem);
    expect((error as ApiProblem).body.status).toBeLessThan(500);
    return null;
  });
  const body = {
    pairing: { plan: 'all_pairs' as const },
    reading: { by: 'format' as const, format: 'pairwright' },
  };
  await client.call('runImport', { params, body });
  const job = await vi.waitUntil(
    async () => {
      const now = await client.call('getImport', { params });
      return ['succeeded', 'failed', 'cancelled'].includes(now.state) && now;
    },
    { timeout: 120_000, interval: 50 },
  );
  const { items } = await client.call('listRejects', { params, query: { limit: 10 } });
  for (const { rule, fix, value } of items) {
    expect(rule).not.toBe('');
    expect(fix).not.toBe('');
    // A bomb is not kept, nor shown, whole.
    expect(value.length).toBeLessThanOrEqual(120);
  }
  return { job, codes: items.map(({ code }) => code), looked };
}

async function expectHealthy(): Promise<void> {
  for (const place of ['/health/live', '/health/ready', '/health'])
    expect((await fetch(`${api.baseUrl}${place}`)).status, place).toBe(200);
  expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
}

const memoryOf = (): readonly number[] => [api.child, worker.child].map(({ pid }) => highWaterMark(pid ?? 0));

/** Bombs one after the other first, so that it is known which one does harm. */
test('bombs are refused in words, and rows before them come in; api and worker stay as they were', async ({
  skip,
}) => {
  if (process.platform !== 'linux') skip('the memory of a process is read from /proc');
  await bringIn({ filename: 'warm.jsonl', bytes: () => ordinary });
  const before = memoryOf();
  const told: Record<string, unknown> = {};
  for (const bomb of bombs) {
    const { job, codes, looked } = await bringIn(bomb);
    await expectHealthy();
    const now = memoryOf();
    const besides = now.map((mark, index) => mark - before[index]!);
    expect(Math.max(...besides), `${bomb.what}: MB besides, of api and worker: ${besides}`).toBeLessThan(
      MOST_BESIDES,
    );
    told[bomb.what] = {
      state: job.state,
      error: job.error?.code ?? null,
      codes,
      rowsIn: job.rowsAccepted + job.rowsDuplicate,
      // A look reads less far: it may end before the row.
      looked: (looked?.good ?? 0) <= bomb.rowsBefore,
    };
  }
  const expected = Object.fromEntries(
    bombs.map(({ what, code, rowsBefore }) => [
      what,
      { state: 'succeeded', error: null, codes: [code], rowsIn: rowsBefore, looked: true },
    ]),
  );
  expect(told).toEqual(expected);
});

test('all of them at once hold nothing else up, and the next import is like any other', async () => {
  const sent = await Promise.all(
    bombs.map((bomb, index) => bringIn({ ...bomb, filename: `${index}-${bomb.filename}` })),
  );
  expect(sent.map(({ codes }) => codes)).toEqual(bombs.map(({ code }) => [code]));
  await expectHealthy();
  const bytes = Buffer.from(String(ordinary).replaceAll('Question', 'Next'));
  const { job } = await bringIn({ filename: 'next.jsonl', bytes: () => bytes });
  expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 20, rowsRejected: 0, comparisonsAdded: 20 });
  expect(`${api.said()}${worker.said()}`).not.toMatch(/heap out of memory|unhandled/i);
});
