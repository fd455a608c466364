import type { Job } from 'bullmq';
import { expect, it } from 'vitest';
import { fruitlessEnds, keepProgress } from './fruitless.ts';

/** A job as the queue keeps it. */
function jobWith(stalledCounter: number): Job {
  const job = {
    stalledCounter,
    progress: 0 as unknown,
    async updateProgress(progress: unknown) {
      job.progress = progress;
    },
  };
  return job as unknown as Job;
}

function ends(job: Job, times: number): void {
  job.stalledCounter += times;
}

it('lets a job run whose worker ended a few times', async () => {
  expect(await fruitlessEnds(jobWith(0))).toBeUndefined();
  expect(await fruitlessEnds(jobWith(9))).toBeUndefined();
});

it('refuses a job whose worker ended ten times, once: told so, it may be tried again', async () => {
  const job = jobWith(10);
  expect(await fruitlessEnds(job)).toMatchObject({ times: 10 });
  expect(await fruitlessEnds(job)).toBeUndefined();
  ends(job, 10);
  expect(await fruitlessEnds(job)).toMatchObject({ times: 10 });
});

it('counts from where the job got further, and a hair is no step', async () => {
  const job = jobWith(9);
  await keepProgress(job, 0.4);
  ends(job, 9);
  expect(await fruitlessEnds(job)).toBeUndefined();
  // It begins anew, and ends at nearly the same place each time.
  await keepProgress(job, 0.1);
  await keepProgress(job, 0.405);
  ends(job, 1);
  expect(await fruitlessEnds(job)).toMatchObject({ times: 10 });
});
