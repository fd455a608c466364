import type { Services } from '@pairwright/core/context';
import { refreshProject } from '@pairwright/core/resolutions/keep-labels.service';
import { keepOverview } from '@pairwright/core/statistics/overview/keep-overview.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Brings the labels of a project up to its judgments, and the sums of its overview up to both. */
export function resolutionsRefreshJob(services: Services): Handlers['resolutions.refresh'] {
  return async ({ payload, signal, log }) => {
    await refreshProject({ ...services, log }, { ...payload, signal });
    await keepOverview(services, { projectId: payload.projectId, signal });
  };
}
