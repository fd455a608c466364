import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { z } from 'zod';
import type { Logger } from '@pairwright/runtime/logger';
import {
  type Backend,
  type LaneWorker,
  lanes,
  openBackend,
  type Patience,
  type QueueConnection,
} from './backend.ts';
import type { Lane } from './job-spec.ts';
import { specOf } from './queue.ts';
import { type Jobs, jobs } from './registry.ts';
import { fruitlessEnds, keepProgress } from './fruitless.ts';
import {
  type GiveUps,
  type Handlers,
  type JobRun,
  PermanentFailure,
  type Registry,
} from './registry-types.ts';
import { keepSchedules, type Schedules } from './schedules.ts';

export interface Worker {
  /**
   * Stops taking jobs, aborts the running ones and waits for them at most `stopMs`. Jobs that were aborted go back to
   * the front of their line without losing an attempt; jobs that did not stop in time are run again by another worker.
   */
  close(): Promise<void>;
}

export interface WorkerOptions<R extends Registry = Jobs> {
  readonly connection: QueueConnection;
  readonly handlers: Handlers<R>;
  /** Told of jobs that are not run any more because their worker ended each time. */
  readonly giveUps?: GiveUps<R>;
  readonly log: Logger;
  /** All jobs when left out. */
  readonly registry?: R;
  /** Heavy jobs at a time; default 2. Transfers and deliveries run four each, reports and upkeep one at a time. */
  readonly concurrency?: number;
  /** A job whose worker has been silent for so long is given to another. Default 30 s. */
  readonly lockMs?: number;
  /** How often to look for such jobs. Default 15 s. */
  readonly stalledCheckMs?: number;
  /** How often to look whether repeating jobs are due at a sensible time. Default 1 min. */
  readonly schedulesCheckMs?: number;
  /** With connections to PostgreSQL that say nothing. Default 10 s until a worker looks for jobs itself, 20 s for an answer. */
  readonly patience?: Patience;
  /** How long `close` waits for running jobs. Default 20 s. */
  readonly stopMs?: number;
  /** Told of each run of a job when it ends. */
  readonly onRun?: (run: EndedRun) => void;
}

export interface EndedRun {
  readonly job: string;
  /** `put_back`: the worker stops and another one goes on. */
  readonly result: 'completed' | 'failed' | 'put_back';
  readonly seconds: number;
}

/** BullMQ's own limit would leave the row of record untold: `fruitlessEnds` says when it is enough. */
const MAX_STALLED = 1_000_000;

/** Connects a worker for all jobs of the registry, schedules the repeating ones and begins. Throws QueueUnreachable. */
export async function openWorker<R extends Registry = Jobs>(options: WorkerOptions<R>): Promise<Worker> {
  const registry: Registry = options.registry ?? jobs;
  const { connection, log, patience } = options;
  const backend = await openBackend({ connection, role: 'worker', log, patience });
  const stopping = new AbortController();
  const schedules = await keepSchedules({
    backend,
    registry,
    log: options.log,
    everyMs: options.schedulesCheckMs ?? 60_000,
  });
  const workers = lanes.map((lane) => startLane(lane, { backend, registry, stopping, options: options }));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  let closing: Promise<void> | undefined;
  return {
    close: () =>
      (closing ??= stop(workers, {
        backend,
        schedules,
        stopping,
        stopMs: options.stopMs ?? 20_000,
        log: options.log,
      })),
  };
}

interface Lanes {
  readonly backend: Backend;
  readonly registry: Registry;
  readonly stopping: AbortController;
  readonly options: WorkerOptions<Registry>;
}

/** Transfers, and deliveries: they cost little but the wait for the other side. */
const TRANSFERS = 4;

function atATime(lane: Lane, { concurrency = 2 }: WorkerOptions<Registry>): number {
  if (lane === 'work') return concurrency;
  return lane === 'transfers' || lane === 'deliveries' ? TRANSFERS : 1;
}

function startLane(lane: Lane, context: Lanes): LaneWorker {
  const { backend, options } = context;
  const worker = new backend.classes.Worker<unknown, void, string>(
    lane,
    // BullMQ looks at the number of parameters to decide whether to pass the signal.
    async (job: Job, token: string | undefined, signal: AbortSignal | undefined) =>
      runJob(context, { job, token, signal }),
    {
      ...backend.options,
      concurrency: atATime(lane, options),
      lockDuration: options.lockMs ?? 30_000,
      stalledInterval: options.stalledCheckMs ?? 15_000,
      maxStalledCount: MAX_STALLED,
    },
  );
  worker.on('error', (error) => options.log.warn({ err: error, lane }, 'worker connection error'));
  worker.on('stalled', (jobId) =>
    options.log.warn({ jobId, lane }, 'a job lost its worker and goes back in line'),
  );
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'another worker has taken this job over');
  });
  return worker;
}

async function runJob(
  { registry, stopping, options }: Lanes,
  held: { job: Job; token: string | undefined; signal: AbortSignal | undefined },
): Promise<void> {
  const { job, token } = held;
  // A worker that is stopping may take one more job, often the very one that it has just put back in line.
  if (stopping.signal.aborted) await putBack(job, token);
  const spec = specOf(registry, job.name);
  const log = options.log.child({ job: job.name, jobId: job.id, ...(job.data as object) });
  const payload = spec.payload.safeParse(job.data);
  if (!payload.success)
    throw new UnrecoverableError(`The payload of ${job.name} does not fit: ${faultsOf(payload.error)}`);
  await refuseFruitless(options, job, payload.data);
  const attempt = job.attemptsMade + 1;
  const run: JobRun<unknown> = {
    payload: payload.data,
    signal: held.signal === undefined ? stopping.signal : AbortSignal.any([held.signal, stopping.signal]),
    attempt,
    lastAttempt: attempt >= spec.attempts,
    progress: (fraction) => keepProgress(job, fraction),
    log,
  };
  const handler = options.handlers[job.name];
  if (handler === undefined) throw new UnrecoverableError(`There is no handler for ${job.name}.`);
  const begun = performance.now();
  const ended = (result: EndedRun['result']): void =>
    options.onRun?.({ job: job.name, result, seconds: (performance.now() - begun) / 1_000 });
  try {
    await handler(run);
    ended('completed');
  } catch (error) {
    ended(stopping.signal.aborted ? 'put_back' : 'failed');
    if (stopping.signal.aborted) await putBack(job, token);
    log.warn({ err: error, attempt, lastAttempt: run.lastAttempt }, 'job failed');
    if (error instanceof PermanentFailure) throw new UnrecoverableError(error.message);
    throw error;
  }
}

async function refuseFruitless(
  { giveUps, log }: WorkerOptions<Registry>,
  job: Job,
  payload: unknown,
): Promise<void> {
  const reason = await fruitlessEnds(job);
  if (reason === undefined) return;
  log.error({ job: job.name, jobId: job.id, err: reason }, 'a job is given up');
  await giveUps?.[job.name]?.(payload, reason);
  throw new UnrecoverableError(reason.message);
}

/** In one line: the first one is what people see. */
function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

/** Gives the job back to the line without using up a try. */
async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

interface Stop {
  readonly backend: Backend;
  readonly schedules: Schedules;
  readonly stopping: AbortController;
  readonly stopMs: number;
  readonly log: Logger;
}

async function stop(
  workers: readonly LaneWorker[],
  { backend, schedules, stopping, stopMs, log }: Stop,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), stopMs);
  });
  const finished = Promise.all([schedules.close(), ...workers.map((worker) => worker.close())]);
  stopping.abort(new Error('the worker is stopping'));
  const outcome = await Promise.race([finished, deadline]);
  clearTimeout(timer);
  if (outcome === 'late') {
    log.warn({ stopMs }, 'jobs did not stop in time; another worker will run them again');
    await Promise.all(workers.map(cutOff));
  }
  await backend.close();
}

/** A close that waits cannot be turned into one that does not, so the parts it would close are closed from outside. */
async function cutOff(worker: LaneWorker): Promise<void> {
  const { lockManager } = worker as unknown as { lockManager: { close(): Promise<void> } };
  await lockManager.close();
  await worker.getBackend().close(true);
}
