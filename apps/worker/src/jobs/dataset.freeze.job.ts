import type { Services } from '@pairwright/core/context';
import { executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Fills a dataset version from the judgments there are. */
export function datasetFreezeJob(services: Services): Handlers['dataset.freeze'] {
  return ({ payload, signal, lastAttempt, log }) =>
    executeFreeze({ ...services, log }, { versionId: payload.versionId, signal, lastAttempt });
}
