import type { Services } from '@pairwright/core/context';
import { refreshChangedProjects } from '@pairwright/core/resolutions/keep-labels.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Has the labels brought up to date of all projects that were judged in. */
export function resolutionsSweepJob(services: Services): Handlers['resolutions.sweep'] {
  return async ({ log }) => {
    const projects = await refreshChangedProjects(services);
    if (projects > 0) log.info({ projects }, 'labels are being brought up to date');
  };
}
