import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import type { Services } from '@pairwright/core/context';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Seals new judgments in the audit log. */
export function auditSealJob(services: Services): Handlers['audit.seal'] {
  return async ({ signal, log }) => {
    const judgments = await sealJudgments(services, signal);
    if (judgments > 0) log.info({ judgments }, 'judgments were sealed in the audit log');
  };
}
