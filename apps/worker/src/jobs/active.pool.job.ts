import type { Services } from '@pairwright/core/context';
import { makePoolIfDue } from '@pairwright/core/routing/active/make-pool.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Finds what is worth judging next in a project. */
export function activePoolJob(services: Services): Handlers['active.pool'] {
  return ({ payload, signal, log }) => makePoolIfDue({ ...services, log }, { ...payload, signal });
}
