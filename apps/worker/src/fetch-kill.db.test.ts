import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext } from '@pairwright/core/context';
import { createStage } from '@pairwright/core/datasets/datasets.fixture';
import { loopbackOnly } from '@pairwright/core/imports/fetch/fetching.fixture';
import { startOrigin } from '@pairwright/core/imports/fetch/origin.fixture';
import { startFetch } from '@pairwright/core/imports/fetch/sources.service';
import { getImport } from '@pairwright/core/imports/imports.service';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createLogger } from '@pairwright/runtime/logger';
import { startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';

const database = await createTestDatabase({ poolSize: 8 });
const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-fetch-kill-'));
const program = await quickWorker();
const stage = await createStage(database);
const queue = await openQueue({
  connection: { databaseUrl: database.url },
  log: createLogger({ name: 'test', level: 'silent' }),
});
const artifacts = await openFolderStore(path.join(dataDir, 'artifacts'));
const ctx: ProjectContext = { ...stage.ctx, queue, artifacts };
const content = Buffer.from(
  Array.from({ length: 40_000 }, (_, n) => `{"row": ${n}, "text": "${'x'.repeat(20)}"}\n`).join(''),
);
const origin = await startOrigin(content);
afterAll(async () => {
  await origin.close();
  await queue.close();
  await stage.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('workers killed in the middle of a fetch lose only what was not stored, and the next one goes on', async () => {
  // A third, and then nothing more until the worker is dead.
  let pieces = 0;
  let gate: (() => void) | null = null;
  const hold = (until: number) => () =>
    ++pieces <= until ? Promise.resolve() : new Promise<void>((resolve) => (gate = resolve));
  const env = {
    DATABASE_URL: database.url,
    PAIRWRIGHT_DATA: dataDir,
    LOG_LEVEL: 'info',
    OUTGOING_INTERNET: 'false',
    OUTGOING_ALLOW: '127.0.0.1',
    OUTGOING_HTTP: 'true',
  };
  const settings = { policy: loopbackOnly, s3: null, mostBytes: 100_000_000 };
  origin.pace = hold(40);
  const { id } = await startFetch(ctx, { address: `${origin.baseUrl}/rows.jsonl?secret=hunter2` }, settings);
  const outputs: string[] = [];
  const received: number[] = [];
  for (let kills = 0; kills < 2; kills += 1) {
    const worker = await startProgram(program, env);
    const before = received.at(-1) ?? 0;
    await expect
      .poll(async () => (await getImport(ctx, id)).bytesDone, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(before);
    await worker.kill('SIGKILL');
    received.push((await getImport(ctx, id)).bytesDone);
    outputs.push(worker.output());
    pieces = 0;
    (gate as (() => void) | null)?.();
  }
  origin.pace = null;
  const last = await startProgram(program, env);
  await expect
    .poll(async () => (await getImport(ctx, id)).state, { timeout: 60_000, interval: 20 })
    .toBe('uploaded');
  await last.kill('SIGTERM');
  outputs.push(last.output());
  expect(await getImport(ctx, id)).toMatchObject({
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  expect(received[0]).toBeGreaterThan(0);
  expect(received[1]).toBeLessThan(content.length);
  expect(origin.asked.map(({ range }) => range)).toEqual([
    undefined,
    `bytes=${received[0]}-`,
    `bytes=${received[1]}-`,
  ]);
  // What was being written at a kill has another name.
  const names = await readdir(path.join(dataDir, 'artifacts/imports', id));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['upload.jsonl']);
  expect(outputs.join('')).not.toContain('hunter2');
}, 240_000);
