import type { Services } from '@pairwright/core/context';
import { executeHealth } from '@pairwright/core/dataset-health/run-health.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Makes the health report of a version, or of a recipe as it would be frozen now. */
export function healthComputeJob(services: Services): Handlers['health.compute'] {
  return ({ payload, signal, lastAttempt, log }) =>
    executeHealth({ ...services, log }, { reportId: payload.reportId, signal, lastAttempt });
}
