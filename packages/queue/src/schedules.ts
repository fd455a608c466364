import type { Job } from 'bullmq';
import type { Logger } from '@pairwright/runtime/logger';
import { type Backend, type LaneQueue, lanes } from './backend.ts';
import { type JobSpec, jobOptions } from './job-spec.ts';
import type { Registry } from './registry-types.ts';

export interface Schedules {
  /** Stops looking after them. */
  close(): Promise<void>;
}

export interface SchedulesOptions {
  readonly backend: Backend;
  readonly registry: Registry;
  readonly log: Logger;
  readonly everyMs: number;
}

/** Moments that are so far apart are no delay: a clock was wrong, or the next time was never entered. */
const TOLERANCE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Sees to it that repeating jobs repeat: now, and again and again. A server that forgot everything, a next time that could not be
 * entered because the connection broke, and a clock that was wrong would end or delay them until somebody starts a worker.
 */
export async function keepSchedules(options: SchedulesOptions): Promise<Schedules> {
  const { backend, registry, log, everyMs } = options;
  const queues = lanes.map(
    (lane) => new backend.classes.Queue<unknown, unknown, string>(lane, backend.options),
  );
  for (const queue of queues) {
    queue.on('error', (error) => log.warn({ err: error }, 'queue connection error'));
    await removeUnknown(queue, registry);
    for (const spec of repeatingOf(registry, queue.name)) await enter(queue, spec);
  }
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let closed = false;
  const lookAgain = (): void => {
    timer = setTimeout(() => {
      looking = Promise.all(queues.map((queue) => mend(queue, registry, log)))
        .catch((error: unknown) => log.warn({ err: error }, 'repeating jobs could not be looked after'))
        .then(() => (closed ? undefined : lookAgain()));
    }, everyMs);
    timer.unref();
  };
  lookAgain();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

function repeatingOf(registry: Registry, lane: string): JobSpec[] {
  return Object.values(registry).filter((spec) => spec.lane === lane && repeats(spec));
}

function repeats(spec: JobSpec): boolean {
  return spec.everyMs !== undefined || spec.at !== undefined;
}

async function enter(queue: LaneQueue, spec: JobSpec): Promise<void> {
  await queue.upsertJobScheduler(
    spec.name,
    spec.at === undefined ? { every: spec.everyMs as number } : { pattern: spec.at },
    { name: spec.name, data: {}, opts: jobOptions(spec) },
  );
}

/** A repeating job that this version no longer has. */
async function removeUnknown(queue: LaneQueue, registry: Registry): Promise<void> {
  for (const { key } of await queue.getJobSchedulers()) {
    const spec = registry[key];
    if (spec === undefined || !repeats(spec)) await queue.removeJobScheduler(key);
  }
}

async function mend(queue: LaneQueue, registry: Registry, log: Logger): Promise<void> {
  const known = new Map((await queue.getJobSchedulers()).map(({ key, next }) => [key, next]));
  for (const spec of repeatingOf(registry, queue.name)) {
    if (isAhead(spec, known.get(spec.name))) continue;
    log.warn({ job: spec.name }, 'a repeating job was not due any more and is entered anew');
    await enter(queue, spec);
  }
  for (const job of (await queue.getDelayed()) as Job[]) {
    // It waits for another try from a moment that is still to come.
    if (job.repeatJobKey !== undefined || (job.processedOn ?? 0) <= Date.now() + TOLERANCE_MS) continue;
    log.warn(
      { job: job.name, jobId: job.id },
      'a clock was ahead: a job that would wait too long goes on now',
    );
    await job.promote();
  }
}

/** Whether it is due at a moment that its interval allows. One of a pattern may be a day away, and wait long for its turn. */
function isAhead({ everyMs }: JobSpec, next: number | undefined): boolean {
  if (next === undefined) return false;
  const away = next - Date.now();
  return away > -2 * (everyMs ?? DAY_MS) - TOLERANCE_MS && away < (everyMs ?? DAY_MS) + TOLERANCE_MS;
}
