import type { Services } from '@pairwright/core/context';
import { refreshProject } from '@pairwright/core/resolutions/keep-labels.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Brings the labels of a project up to its judgments. */
export function resolutionsRefreshJob(services: Services): Handlers['resolutions.refresh'] {
  return ({ payload, signal, log }) => refreshProject({ ...services, log }, { ...payload, signal });
}
