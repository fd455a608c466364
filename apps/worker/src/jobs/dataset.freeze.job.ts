import type { Services } from '@pairwright/core/context';
import { executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { requestHealthOfFrozen } from '@pairwright/core/dataset-health/health.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Fills a dataset version from the judgments there are, and asks for its health report. */
export function datasetFreezeJob(services: Services): Handlers['dataset.freeze'] {
  return async ({ payload: { versionId }, signal, lastAttempt, log }) => {
    await executeFreeze({ ...services, log }, { versionId, signal, lastAttempt });
    await requestHealthOfFrozen(services, versionId);
  };
}
