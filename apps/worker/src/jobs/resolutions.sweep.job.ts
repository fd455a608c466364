import type { Services } from '@pairwright/core/context';
import { refreshChangedProjects } from '@pairwright/core/resolutions/keep-labels.service';
import { refreshOverviews } from '@pairwright/core/statistics/overview/sweep-overviews.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Has labels and overviews brought up to date of all projects that were judged in, or changed otherwise. */
export function resolutionsSweepJob(services: Services): Handlers['resolutions.sweep'] {
  return async ({ log }) => {
    const projects = await refreshChangedProjects(services);
    if (projects > 0) log.info({ projects }, 'labels are being brought up to date');
    const overviews = await refreshOverviews(services);
    if (overviews > 0) log.info({ projects: overviews }, 'overviews are being brought up to date');
  };
}
