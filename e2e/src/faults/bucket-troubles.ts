import { setTimeout as delay } from 'node:timers/promises';
import { type BucketServer, type Refusal } from '@pairwright/runtime/fixtures/bucket-server';
import { vi } from 'vitest';
import type { Machine, Part } from './machine.ts';
import type { Dice } from './troubles.ts';

const patient = { timeout: 120_000, interval: 20 };
const LATE_MS = 250;

export interface BucketStage {
  readonly machine: Machine;
  readonly bucket: BucketServer;
  readonly dice: Dice;
}

type Trouble = (stage: BucketStage) => Promise<void>;

/** Everything that a bucket does to those who use it. Each ends with a bucket as it should be, and leaves what was killed to come back. */
export const bucketTroubles: Readonly<Record<string, Trouble>> = {
  async 'parts of uploads are cut off in the middle'({ bucket }) {
    const until = bucket.hurt() + 5;
    bucket.weather.cutParts = 5;
    await vi.waitUntil(() => bucket.hurt() >= until, patient);
  },
  async 'objects are cut off in the middle of being read'({ bucket }) {
    // Fewer than the tries that a job has: all may meet the same one.
    const until = bucket.hurt() + 3;
    bucket.weather.cutReads = 3;
    await vi.waitUntil(() => bucket.hurt() >= until, patient);
  },
  async 'answers come late, and a worker is killed in the middle of an upload in parts'({ bucket, machine }) {
    bucket.weather.latencyMs = LATE_MS;
    // What was on its way to the bucket may end an upload after the kill: then another one is waited for.
    do {
      await vi.waitUntil(async () => (await unfinishedExports(bucket)).length > 0, patient);
      await machine.kill(['worker']);
    } while (!(await isLeftUnfinished(bucket)));
    bucket.weather.latencyMs = 0;
  },
  async 'it asks to come back later, and the API is killed'(stage) {
    await refuse(stage, 'slow_down', ['api']);
  },
  async 'the bucket is gone, and PostgreSQL is killed'(stage) {
    await refuse(stage, 'bucket_gone', ['postgres']);
  },
  async 'its disk is full, and all is killed'(stage) {
    await refuse(stage, 'disk_full', ['api', 'worker', 'postgres']);
  },
  async 'keys are refused, then right, and PostgreSQL is started anew in order'(stage) {
    // Processes that start meanwhile say so and end, until the keys are right.
    await refuse(stage, 'keys_refused', ['worker']);
    await stage.machine.parts.postgres.restart();
  },
};

/** Refuses everything until it was noticed, and takes down what is named in the middle of it. */
async function refuse(
  { bucket, machine, dice }: BucketStage,
  refusal: Refusal,
  parts: Part[],
): Promise<void> {
  const before = bucket.hurt();
  bucket.weather.refusal = refusal;
  await vi.waitUntil(() => bucket.hurt() > before + dice.below(4), patient);
  await machine.kill(parts);
  const killed = bucket.hurt();
  if (!parts.includes('postgres')) await vi.waitUntil(() => bucket.hurt() > killed, patient);
  bucket.weather.refusal = undefined;
}

/** Whether something of an export is there that the worker who was killed has begun, and stays. */
async function isLeftUnfinished(bucket: BucketServer): Promise<boolean> {
  const begun = new Set(await unfinishedExports(bucket));
  await delay(4 * LATE_MS);
  return (await unfinishedExports(bucket)).some((id) => begun.has(id));
}

/** Uploads in parts of exports that were neither completed nor aborted. */
export async function unfinishedExports({ uploads }: BucketServer): Promise<string[]> {
  const begun = await uploads.unfinished();
  return begun.filter(({ key }) => key.startsWith('exports/')).map(({ id }) => id);
}
