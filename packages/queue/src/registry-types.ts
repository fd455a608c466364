import type { z } from 'zod';
import type { Logger } from '@pairwright/runtime/logger';
import type { JobSpec } from './job-spec.ts';
import type { Jobs } from './registry.ts';

/** A set of job specs by name. Programs use `jobs`; tests may bring their own. */
export type Registry = Readonly<Record<string, JobSpec>>;

export type NameOf<R extends Registry> = Extract<keyof R, string>;
export type PayloadOf<R extends Registry, N extends NameOf<R>> = z.output<R[N]['payload']>;

/** What a handler gets. It may run twice for the same payload and must then come to the same end. */
export interface JobRun<Payload> {
  readonly payload: Payload;
  /**
   * Aborted when the worker stops or has lost the job to another worker. Stop soon and throw; check it before any effect
   * that cannot be undone.
   */
  readonly signal: AbortSignal;
  /** From 1. */
  readonly attempt: number;
  /** Whether a failure now is final; then write it into the row of record. */
  readonly lastAttempt: boolean;
  /** Tells those who look into the queue how far the work is, 0 to 1. The row of record is what users see. */
  progress(fraction: number): Promise<void>;
  readonly log: Logger;
}

/** One handler for each job of the registry. */
export type Handlers<R extends Registry = Jobs> = {
  readonly [N in NameOf<R>]: (run: JobRun<PayloadOf<R, N>>) => Promise<void>;
};

/** Thrown by a handler when trying again cannot help: the job fails at once. */
export class PermanentFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PermanentFailure';
  }
}

/** The worker ended again and again while it ran a job, which did not get on. The job is not run any more. */
export class WorkerEnded extends Error {
  readonly times: number;

  constructor(times: number) {
    super(`Its worker ended ${times} times while it ran.`);
    this.name = 'WorkerEnded';
    this.times = times;
  }
}

/** Writes into the row of record why its job is not run any more; for jobs that have one. */
export type GiveUps<R extends Registry = Jobs> = {
  readonly [N in NameOf<R>]?: (payload: PayloadOf<R, N>, error: WorkerEnded) => Promise<void>;
};
