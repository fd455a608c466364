import type { Job } from 'bullmq';
import { WorkerEnded } from './registry-types.ts';

/**
 * A process may be killed many times for reasons of its own, and the handlers are safe to run again. But a job that gets no further
 * while its worker ends so often is what ends it, and must not do so for ever.
 */
const FRUITLESS = 10;
/** Less is not getting on: where a job breaks its worker differs a little each time. */
const STEP = 0.01;

interface Progress {
  /** The furthest that it came, 0 to 1. */
  readonly done: number;
  /** How often its worker had ended by then. */
  readonly ends: number;
}

function progressOf({ progress }: Job): Progress {
  const { done = 0, ends = 0 } = (typeof progress === 'object' ? progress : {}) as Partial<Progress>;
  return { done, ends };
}

/** Why the job must not run again; undefined when it may. Once it was told, trying again begins to count anew. */
export async function fruitlessEnds(job: Job): Promise<WorkerEnded | undefined> {
  const times = job.stalledCounter - progressOf(job).ends;
  if (times < FRUITLESS) return undefined;
  await job.updateProgress({ done: 0, ends: job.stalledCounter });
  return new WorkerEnded(times);
}

/** Keeps how far the job is, 0 to 1. */
export async function keepProgress(job: Job, fraction: number): Promise<void> {
  const done = Math.min(1, Math.max(0, fraction));
  if (done >= progressOf(job).done + STEP) await job.updateProgress({ done, ends: job.stalledCounter });
}
