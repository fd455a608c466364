import type { Job } from 'bullmq';
import type { LaneQueue } from './backend.ts';
import type { Lane } from './job-spec.ts';
import type { FailedJob, Queue } from './queue.ts';

const REASON_LENGTH = 500;

/** Looks after the jobs that used up their tries. */
export function failedJobsOf(
  queues: ReadonlyMap<Lane, LaneQueue>,
): Pick<Queue, 'failedJobs' | 'retryFailed' | 'discardFailed'> {
  const find = async ({ lane, id }: Pick<FailedJob, 'lane' | 'id'>): Promise<Job | undefined> => {
    const job = (await queues.get(lane)?.getJob(id)) as Job | undefined;
    return job !== undefined && (await job.isFailed()) ? job : undefined;
  };
  return {
    async failedJobs(limit) {
      const perLane = await Promise.all(
        [...queues].map(async ([lane, queue]) =>
          ((await queue.getFailed(0, limit - 1)) as Job[]).map((job) => toFailed(lane, job)),
        ),
      );
      return perLane.flat().toSorted((a, b) => b.failedAt.getTime() - a.failedAt.getTime());
    },
    async retryFailed(wanted) {
      const job = await find(wanted);
      if (job === undefined) return false;
      await job.retry('failed', { resetAttemptsMade: true });
      return true;
    },
    async discardFailed(wanted) {
      const job = await find(wanted);
      if (job === undefined) return false;
      await job.remove();
      return true;
    },
  };
}

function toFailed(lane: Lane, job: Job): FailedJob {
  return {
    lane,
    id: job.id ?? '',
    name: job.name,
    payload: job.data as unknown,
    reason: (job.failedReason ?? '').split('\n')[0]?.slice(0, REASON_LENGTH) ?? '',
    attempts: job.attemptsMade,
    failedAt: new Date(job.finishedOn ?? job.timestamp),
  };
}
