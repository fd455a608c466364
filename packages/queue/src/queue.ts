import type { Logger } from '@pairwright/runtime/logger';
import { type BackendKind, type LaneQueue, lanes, openBackend, type QueueConnection } from './backend.ts';
import { failedJobsOf } from './failed-jobs.ts';
import { type JobSpec, jobOptions, type Lane } from './job-spec.ts';
import { type Jobs, jobs } from './registry.ts';
import type { NameOf, PayloadOf, Registry } from './registry-types.ts';

export interface QueueHealth {
  readonly ok: boolean;
  readonly backend: BackendKind;
  /** Worker processes connected now; 0 means that nothing is being worked on. */
  readonly workers: number;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  /** Why `ok` is false. */
  readonly error?: string;
}

/** What one lane holds now. */
export interface LaneDepth {
  readonly lane: Lane;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly workers: number;
  /** Since the oldest waiting job was added; null when none waits. */
  readonly oldestWaitingSeconds: number | null;
}

export interface FailedJob {
  readonly lane: Lane;
  readonly id: string;
  readonly name: string;
  /** Ids only. */
  readonly payload: unknown;
  /** What the last try threw, in one line. */
  readonly reason: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

export interface Queue<R extends Registry = Jobs> {
  readonly backend: BackendKind;
  /**
   * Adds a job, after the transaction that made its row has committed. While a job with the same dedup id waits or runs
   * this does nothing; once that one has finished or failed it adds a new one. Fails fast when the server is away.
   */
  enqueue<N extends NameOf<R>>(name: N, payload: PayloadOf<R, N>): Promise<void>;
  /** Never throws; answers within a few seconds. */
  health(): Promise<QueueHealth>;
  /** Throws when the queue does not answer within a few seconds. */
  depths(): Promise<LaneDepth[]>;
  /** Jobs that used up their tries, the last ones first, `limit` of each line at most. They are kept for a week. */
  failedJobs(limit: number): Promise<FailedJob[]>;
  /** Puts a failed job back in line with all its tries; false when it is not there or not failed. */
  retryFailed(job: Pick<FailedJob, 'lane' | 'id'>): Promise<boolean>;
  /** Forgets a failed job; false when it is not there or not failed. */
  discardFailed(job: Pick<FailedJob, 'lane' | 'id'>): Promise<boolean>;
  close(): Promise<void>;
}

export interface QueueOptions<R extends Registry = Jobs> {
  readonly connection: QueueConnection;
  readonly log: Logger;
  /** All jobs when left out. */
  readonly registry?: R;
}

/** Connects the side that adds jobs. Throws QueueUnreachable. */
export async function openQueue<R extends Registry = Jobs>(options: QueueOptions<R>): Promise<Queue<R>> {
  const registry: Registry = options.registry ?? jobs;
  const backend = await openBackend({ connection: options.connection, role: 'queue', log: options.log });
  const queues = new Map<Lane, LaneQueue>();
  for (const lane of lanes) {
    const queue = new backend.classes.Queue<unknown, unknown, string>(lane, {
      ...backend.options,
      skipWaitingForReady: true,
    });
    queue.on('error', (error) => options.log.warn({ err: error }, 'queue connection error'));
    queues.set(lane, queue);
  }
  await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
  return {
    backend: backend.kind,
    async enqueue(name, payload) {
      const spec = specOf(registry, name);
      const data: unknown = spec.payload.parse(payload);
      await laneOf(queues, spec.lane).add(name, data, {
        ...jobOptions(spec),
        deduplication: { id: dedupKey(spec, data) },
      });
    },
    health: () => readHealth(backend.kind, [...queues.values()]),
    depths: () => withTimeout(Promise.all([...queues].map(([lane, queue]) => readDepth(lane, queue))), 5_000),
    ...failedJobsOf(queues),
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/** The spec of a name; throws for names that are not in the registry. */
export function specOf(registry: Registry, name: string): JobSpec {
  const spec = registry[name];
  if (spec === undefined) throw new Error(`There is no job named ${name}.`);
  return spec;
}

function laneOf(queues: ReadonlyMap<Lane, LaneQueue>, lane: Lane): LaneQueue {
  const queue = queues.get(lane);
  if (queue === undefined) throw new Error(`There is no lane named ${lane}.`);
  return queue;
}

function dedupKey(spec: JobSpec, payload: unknown): string {
  return `${spec.name}/${spec.dedupId(payload)}`;
}

const NO_COUNTS = { workers: 0, waiting: 0, active: 0, delayed: 0, failed: 0 };

async function readHealth(backend: BackendKind, queues: readonly LaneQueue[]): Promise<QueueHealth> {
  try {
    const perLane = await withTimeout(Promise.all(queues.map(laneHealth)), 5_000);
    const sum = { ...NO_COUNTS };
    for (const lane of perLane) {
      sum.waiting += lane.waiting;
      sum.active += lane.active;
      sum.delayed += lane.delayed;
      sum.failed += lane.failed;
    }
    return { ok: true, backend, ...sum, workers: Math.min(...perLane.map((lane) => lane.workers)) };
  } catch (error) {
    return {
      ok: false,
      backend,
      ...NO_COUNTS,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

async function readDepth(lane: Lane, queue: LaneQueue): Promise<LaneDepth> {
  const [counts, [oldest]] = await Promise.all([laneHealth(queue), queue.getWaiting(0, 0)]);
  return {
    lane,
    ...counts,
    oldestWaitingSeconds: oldest === undefined ? null : Math.max(0, (Date.now() - oldest.timestamp) / 1_000),
  };
}

async function laneHealth(queue: LaneQueue) {
  const [counts, workers] = await Promise.all([
    queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    queue.getWorkersCount(),
  ]);
  return {
    waiting: counts['waiting'] ?? 0,
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
    workers,
  };
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The queue did not answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
