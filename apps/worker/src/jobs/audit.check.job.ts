import { checkAudit } from '@pairwright/core/audit/check.service';
import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import type { Services } from '@pairwright/core/context';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Checks the whole audit log. Its head in the log of the process is a witness outside of the database. */
export function auditCheckJob(services: Services): Handlers['audit.check'] {
  return async ({ signal, log }) => {
    await sealJudgments(services, signal);
    const { fault, ...found } = await checkAudit(services, signal);
    if (fault === null) log.info(found, 'the audit log is whole');
    else log.error({ ...found, ...fault }, 'the audit log was changed');
  };
}
