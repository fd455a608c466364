import type { FastifyInstance } from 'fastify';
import { policyReportBytes } from '@pairwright/contract/policy-reports';
import { tellViolations, type ViolationCounter } from '@pairwright/core/system/policy-reports';
import { implement } from '../../implement.ts';
import { parseJson } from '../../plugins/json-body.ts';

/** Browsers send reports under types of their own. In a scope of its own: no other route takes those. */
export async function registerPolicyReportRoutes(
  app: FastifyInstance,
  counter: ViolationCounter | undefined,
): Promise<void> {
  await app.register(async (scope) => {
    const types = ['application/json', 'application/reports+json', 'application/csp-report'];
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser(
      types,
      { parseAs: 'buffer', bodyLimit: policyReportBytes },
      async (_request: unknown, body: unknown) => parseJson(body as Buffer),
    );
    implement(scope, 'reportViolations', async ({ log }, { body }) => tellViolations({ log }, body, counter));
  });
}
