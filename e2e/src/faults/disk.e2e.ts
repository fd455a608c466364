import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem } from '@pairwright/contract/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const patient = { timeout: 60_000, interval: 50 };
let dataDir: string;
let files: SmallDisk | { refused: string };
let tables: SmallDisk | { refused: string };
let machine: Machine | undefined;

beforeAll(async () => {
  files = await mountSmallDisk(24);
  tables = await mountSmallDisk(220);
  if ('refused' in files || 'refused' in tables) return;
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-faults-'));
  await symlink(files.folder, path.join(dataDir, 'artifacts'));
  await symlink(tables.folder, path.join(dataDir, 'postgres'));
  machine = await Machine.start({ dataDir });
});
afterAll(async () => {
  await machine?.stop();
  for (const disk of [files, tables]) if (!('refused' in disk)) await disk.remove();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

const size = { annotators: 8, comparisons: 300, healed: 60 };

/** What the owner of a file is told while the disk of the files is full. */
async function refusalOf(upload: () => Promise<unknown>): Promise<unknown> {
  try {
    await upload();
    return undefined;
  } catch (error) {
    if (error instanceof ApiProblem) return { status: error.body.status, code: error.body.code };
    throw error;
  }
}

test('the disk of the files is full: votes go on, uploads are refused, and imports and exports go on once there is space', async ({
  skip,
}) => {
  if ('refused' in files) return skip(files.refused);
  const disk = files;
  const shift = await Shift.prepare(placeOf(machine!), { ...size, kind: 'marks' }, 'files');
  await shift.work(async () => {
    await vi.waitUntil(() => shift.loops.exports > 0 && shift.loops.imports > 0, patient);
    await disk.fill();
    const { judgments } = shift.loops;
    const refusal = await refusalOf(() => shift.upload('no-space', 2 << 20));
    expect(refusal).toEqual({ status: 503, code: 'unavailable' });
    await vi.waitUntil(() => shift.loops.judgments > judgments + 20, patient);
    await disk.empty();
    const { exports, imports } = shift.loops;
    await vi.waitUntil(() => shift.loops.exports > exports && shift.loops.imports > imports, patient);
  });
  expect(await shift.faults()).toEqual([]);
});

test('the disk of the database is full: nothing that was acknowledged is lost, and all goes on once there is space', async ({
  skip,
}) => {
  if ('refused' in tables) return skip(tables.refused);
  const disk = tables;
  const shift = await Shift.prepare(placeOf(machine!), { ...size, kind: 'rank' }, 'tables');
  await shift.work(async () => {
    await vi.waitUntil(() => shift.loops.judgments > 20, patient);
    await disk.fill();
    // Something large meets the end of the disk at once; the votes do a little later.
    await expect(
      machine!.database.pool.query(
        `create table too_large as select n, repeat(md5(n::text), 100) from generate_series(1, 20000) n`,
      ),
    ).rejects.toThrow();
    await delay(1_500);
    await disk.empty();
    await machine!.untilReady();
    const { judgments } = shift.loops;
    await vi.waitUntil(() => shift.loops.judgments > judgments, patient);
  });
  expect(await shift.faults()).toEqual([]);
});
