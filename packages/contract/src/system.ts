import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, timestamp } from './shapes.ts';

const part = z.strictObject({ status: z.enum(['ok', 'degraded', 'failed']), detail: z.string().optional() });

/** `GET /health`, outside `/api/v1`; 200 when ok or degraded, 503 when failed. Says what, never secrets. */
export const health = z.strictObject({
  status: z.enum(['ok', 'degraded', 'failed']),
  version: z.string(),
  database: part,
  migrations: part,
  queue: part,
  worker: part,
  /** Left out without a replica. `degraded`: it is away or too far behind, and everything is read from the database. */
  replica: part.optional(),
});
export type Health = z.infer<typeof health>;

const tag = 'System';
const owner = { kind: 'owner', scope: 'manage' } as const;

export const lane = z.enum(['work', 'transfers', 'deliveries', 'reports', 'upkeep']);
export type Lane = z.infer<typeof lane>;

const seconds = z.number().min(0);

export const system = z.strictObject({
  /** Of the process that answers. */
  version: z.string(),
  database: z.strictObject({
    version: z.string(),
    /** The whole database on disk. */
    bytes: count,
    /** File name of the last migration that was applied. */
    migration: z.string().nullable(),
  }),
  storage: z.strictObject({
    kind: z.enum(['folder', 's3']),
    /** Of uploads, published exports and media, as they were written; what was removed does not count. */
    bytes: z.strictObject({ imports: count, exports: count, media: count }),
    /** The disk of the data folder; null with a bucket, and where it cannot be read. */
    disk: z.strictObject({ freeBytes: count, totalBytes: count }).nullable(),
  }),
  backup: z.strictObject({
    /** Null: none was ever made of this installation. */
    last: z
      .strictObject({
        finishedAt: timestamp,
        ageSeconds: seconds,
        bytes: count,
        /** A path on `host`, or s3://bucket/key. */
        destination: z.string(),
        host: z.string(),
        /** The account of the operating system that made it. */
        madeBy: z.string(),
        encrypted: z.boolean(),
        rows: count,
        artifacts: count,
        /** Files that rows named and that the store did not have. */
        artifactsMissing: count,
        /** When it was last read through and was whole; null: never. */
        verifiedAt: timestamp.nullable(),
      })
      .nullable(),
    /** After so many days without a new one it is time. */
    warnAfterDays: count,
    /** None was ever made, or the last one is too old. */
    isDue: z.boolean(),
  }),
  queue: z.strictObject({
    backend: z.enum(['postgres', 'redis']),
    /** Null: the queue does not answer. */
    lanes: z
      .array(
        z.strictObject({
          lane,
          waiting: count,
          active: count,
          delayed: count,
          failed: count,
          /** Null when none waits. */
          oldestWaitingSeconds: seconds.nullable(),
        }),
      )
      .nullable(),
  }),
  workers: z.array(
    z.strictObject({
      host: z.string(),
      version: z.string(),
      seenSecondsAgo: seconds,
      /** Seen within half a minute. */
      alive: z.boolean(),
    }),
  ),
  work: z.strictObject({
    unfinished: z.array(
      z.strictObject({ kind: z.string(), state: z.string(), count, oldestSeconds: seconds }),
    ),
    leases: z.strictObject({ live: count, expired: count }),
    /** Changed comparisons that are not resolved again yet. */
    resolutionLag: count,
  }),
});
export type System = z.infer<typeof system>;

export const getSystem = endpoint({
  method: 'GET',
  path: '/system',
  tag,
  access: owner,
  summary: 'Versions, storage, queue, workers and unfinished work of this installation',
  response: system,
});

export const failedJob = z.strictObject({
  lane,
  id: z.string(),
  name: z.string(),
  /** Ids only. */
  payload: z.unknown(),
  /** The first line of what the last try threw. */
  reason: z.string(),
  attempts: count,
  failedAt: timestamp,
});
export type FailedJob = z.infer<typeof failedJob>;

const jobParams = z.strictObject({ lane, jobId: z.string().min(1).max(200) });

export const listFailedJobs = endpoint({
  method: 'GET',
  path: '/system/failed-jobs',
  tag,
  access: owner,
  summary: 'Jobs that used up their tries, the last ones first; kept for a week',
  response: z.strictObject({ items: z.array(failedJob) }),
  errors: ['unavailable'],
});

export const retryFailedJob = endpoint({
  method: 'POST',
  path: '/system/failed-jobs/:lane/:jobId/retry',
  tag,
  access: owner,
  summary: 'Put a failed job back in line with all its tries, and what it works on back to waiting',
  params: jobParams,
  errors: ['wrong_state', 'unavailable'],
});

export const discardFailedJob = endpoint({
  method: 'DELETE',
  path: '/system/failed-jobs/:lane/:jobId',
  tag,
  access: owner,
  summary: 'Forget a failed job; what it worked on stays failed',
  params: jobParams,
  errors: ['unavailable'],
});
