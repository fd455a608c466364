import type { Queue } from './queue.ts';

/** For programs in which no job runs: adding one is told to the caller, or fails when left out, and looking into it fails. */
export function absentQueue(enqueue: Queue['enqueue'] = absent): Queue {
  return {
    backend: 'postgres',
    enqueue,
    health: absent,
    depths: absent,
    failedJobs: absent,
    retryFailed: absent,
    discardFailed: absent,
    close: async () => undefined,
  };
}

function absent(): Promise<never> {
  return Promise.reject(new Error('There is no queue here.'));
}
