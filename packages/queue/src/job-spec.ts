import type { z } from 'zod';

/**
 * Heavy jobs, reports and upkeep wait in lines of their own: a long import never delays a sweep, and a report that nobody waits for
 * never delays an export. Transfers and deliveries (of webhooks) mostly wait for somebody else's machine: a slow one delays no work of
 * ours, and an import of a day no delivery.
 */
export type Lane = 'work' | 'transfers' | 'deliveries' | 'reports' | 'upkeep';

export interface JobSpec<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  readonly name: Name;
  readonly lane: Lane;
  /** Ids only: the state of record is in our own tables. */
  readonly payload: Payload;
  /** Runs in all before the job counts as failed. A run cut short by a stop or a kill does not count. */
  readonly attempts: number;
  /** Waiting time before run n + 1: `delayMs * 2^(n - 1)`, less up to `jitter` (0..1) of it at random. */
  readonly backoff: { readonly delayMs: number; readonly jitter: number };
  /** How long finished jobs stay visible to whoever looks into the queue. */
  readonly retention: { readonly completedSeconds: number; readonly failedSeconds: number };
  /** Two live jobs never have the same id; enqueueing the second does nothing. */
  readonly dedupId: (payload: z.output<Payload>) => string;
  /** Scheduled by the workers themselves, with an empty payload. */
  readonly everyMs?: number;
  /** Or at a time of the day, as cron writes it, by the clock of the worker. */
  readonly at?: string;
}

const defaults = {
  lane: 'work',
  attempts: 5,
  backoff: { delayMs: 2_000, jitter: 0.5 },
  retention: { completedSeconds: 3_600, failedSeconds: 7 * 86_400 },
} as const;

type Given<Name extends string, Payload extends z.ZodType> = Pick<
  JobSpec<Name, Payload>,
  'name' | 'payload' | 'dedupId'
> &
  Partial<JobSpec<Name, Payload>>;

/** Describes a job; what is left out has the defaults above. */
export function defineJob<Name extends string, Payload extends z.ZodType>(
  given: Given<Name, Payload>,
): JobSpec<Name, Payload> {
  return { ...defaults, ...given };
}

/** What BullMQ stores with each job of this spec. */
export function jobOptions(spec: JobSpec) {
  return {
    attempts: spec.attempts,
    backoff: { type: 'exponential', delay: spec.backoff.delayMs, jitter: spec.backoff.jitter },
    removeOnComplete: { age: spec.retention.completedSeconds, count: 1_000 },
    removeOnFail: { age: spec.retention.failedSeconds, count: 1_000 },
  };
}
