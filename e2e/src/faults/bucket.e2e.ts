import { randomBytes } from 'node:crypto';
import { tidyArtifacts } from '@pairwright/core/system/tidy-artifacts';
import { openS3Store } from '@pairwright/runtime/artifacts/s3-store';
import { type BucketServer, startBucketServer } from '@pairwright/runtime/fixtures/bucket-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { kindNames } from '../chaos/kinds.ts';
import { bucketTroubles, unfinishedExports } from './bucket-troubles.ts';
import { filesInBucket } from './files.ts';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';
import { newDice } from './troubles.ts';

/** `npm run chaos -- --faults` is the long form: everything once in each round, each with another kind of question. */
const usual = process.env['PAIRWRIGHT_CHAOS'] === 'long' ? 10 : 1;
const ROUNDS = Number(process.env['PAIRWRIGHT_FAULTS_ROUNDS'] ?? usual);
/** Texts so long that a file of an import or an export goes to the bucket in parts; people so many that somebody is left where some skip. */
const size = { annotators: 8, comparisons: 60, healed: 1_010, letters: 60_000 };
const patient = { timeout: 180_000, interval: 50 };

let bucket: BucketServer;
let machine: Machine;

beforeAll(async () => {
  bucket = await startBucketServer();
  machine = await Machine.start({
    env: { ...bucket.env, SECRET_KEYS: randomBytes(32).toString('hex') },
    // Long texts are a lot for PostgreSQL to take in again after a kill, on a machine that does other things too.
    readyWithinMs: 180_000,
  });
});
afterAll(async () => {
  await machine?.stop();
  await bucket?.close();
});

/** What the sweeper does every night, two days later. */
async function tidyUp(): Promise<number> {
  const { env } = bucket;
  const artifacts = await openS3Store({
    endpoint: env['S3_ENDPOINT']!,
    region: env['S3_REGION']!,
    bucket: env['S3_BUCKET']!,
    forcePathStyle: true,
    keys: { accessKeyId: env['S3_ACCESS_KEY_ID']!, secretAccessKey: env['S3_SECRET_ACCESS_KEY']! },
  });
  const removed = await tidyArtifacts({ artifacts, clock: { now: () => Date.now() + 48 * 3_600_000 } });
  await artifacts.close();
  return removed;
}

test(
  `with files in a bucket that cuts off, refuses and disappears while api, worker and PostgreSQL are killed, ${ROUNDS} times: nothing is lost, doubled or half there`,
  { retry: 0, timeout: ROUNDS * 600_000 },
  async () => {
    const dice = newDice();
    console.log(`PAIRWRIGHT_FAULTS_SEED=${dice.seed}`);
    const stage = { machine, bucket, dice };
    for (let round = 0; round < ROUNDS; round += 1) {
      const kind = kindNames[round % kindNames.length]!;
      const place = placeOf(machine, filesInBucket(bucket));
      const shift = await Shift.prepare(place, { ...size, kind }, `bucket-${round}`);
      const worked = await shift.work(async () => {
        for (const [what, trouble] of Object.entries(bucketTroubles)) {
          await trouble(stage);
          await machine.untilReady();
          // What tries again for the fifth time gives up: each trouble is over before the next begins.
          const { exports, imports } = shift.loops;
          await vi.waitUntil(() => shift.loops.exports > exports && shift.loops.imports > imports, patient);
          console.log(`${what}: ${JSON.stringify(shift.loops)}`);
        }
      });
      expect(worked.askedAgain).toBeGreaterThan(0);
      expect(await shift.faults(), `seed ${dice.seed}, round ${round}`).toEqual([]);
      expect(shift.loops.exclusions).toBeGreaterThan(0);
    }
    // What was killed in the middle is there still, and seen by nobody; the sweeper lets it go.
    const left = await bucket.uploads.unfinished();
    expect(await unfinishedExports(bucket)).not.toEqual([]);
    expect(await tidyUp()).toBe(left.length);
    expect(await bucket.uploads.unfinished()).toEqual([]);
  },
);
