import type { Services } from '@pairwright/core/context';
import { runExclusion } from '@pairwright/core/review/exclusion-run.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Goes on with an exclusion or its end. */
export function exclusionsRunJob(services: Services): Handlers['exclusions.run'] {
  return async ({ payload, signal }) => {
    await runExclusion(services, { exclusionId: payload.exclusionId, signal });
  };
}
