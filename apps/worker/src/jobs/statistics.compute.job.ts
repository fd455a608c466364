import type { Services } from '@pairwright/core/context';
import { executeStatistics } from '@pairwright/core/statistics/compute-statistics.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Computes a statistic of a project from the judgments there are. */
export function statisticsComputeJob(services: Services): Handlers['statistics.compute'] {
  return ({ payload, signal, lastAttempt, log }) =>
    executeStatistics({ ...services, log }, { statisticsId: payload.statisticsId, signal, lastAttempt });
}
