import type { Services } from '@pairwright/core/context';
import { executeExclusion } from '@pairwright/core/review/exclusion-run.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Goes on with an exclusion or its end. */
export function exclusionsRunJob(services: Services): Handlers['exclusions.run'] {
  return ({ payload, signal, lastAttempt }) =>
    executeExclusion(services, { exclusionId: payload.exclusionId, signal, lastAttempt });
}
