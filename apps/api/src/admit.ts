import type { FastifyRequest } from 'fastify';
import type { Access } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import { expectedUserHeader } from '@pairwright/contract/expected-user';
import { authorize, type Caller } from '@pairwright/core/access/access.policy';
import { findCaller } from '@pairwright/core/auth/caller.queries';
import type { Context, ProjectContext, Services } from '@pairwright/core/context';
import { readCredentials } from './credentials.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The one place where access is decided: finds out who asks, checks the endpoint's rule, and gives the context of the
 * use case. Runs before the body is read and before anything of the project is looked up. Throws Problem.
 */
export async function admit(
  services: Services,
  rule: Access,
  request: FastifyRequest,
): Promise<Services | Context | ProjectContext> {
  if (rule.kind === 'public') return services;
  const credentials = readCredentials(request);
  if (credentials === undefined) throw new Problem('not_signed_in');
  const projectId = rule.kind === 'project' ? namedProject(request) : null;
  const caller = await findCaller(services.db, credentials, projectId);
  if (caller === undefined && credentials.kind === 'token') throw new Problem('token_invalid');
  const { actor, role } = permit(services, request, { rule, caller });
  refuseStranger(request, actor.userId);
  // The services last: to add fields to a copy costs V8 more than anything else here.
  if (rule.kind !== 'project') return { actor, ...services };
  // The policy lets nobody pass without a role, and there is no role without a project.
  return { actor, projectId: projectId as string, role: role as ProjectContext['role'], ...services };
}

/** What the policy says; whom it refuses is logged, so that attempts to get further than one may are seen. */
function permit(
  { log }: Services,
  request: FastifyRequest,
  { rule, caller }: { rule: Exclude<Access, { kind: 'public' }>; caller: Caller | undefined },
): Caller {
  try {
    return authorize(rule, caller);
  } catch (error) {
    if (error instanceof Problem && caller !== undefined) {
      const { userId, via } = caller.actor;
      const { operation } = request.routeOptions.config;
      const projectId = rule.kind === 'project' ? namedProject(request) : undefined;
      const from = { address: request.ip, requestId: request.id };
      log.info(
        { event: 'access_refused', code: error.code, operation, userId, via, projectId, ...from },
        'access refused',
      );
    }
    throw error;
  }
}

/** The page that asks belongs to somebody else: another person has signed in on its browser since. */
function refuseStranger(request: FastifyRequest, userId: string): void {
  const expected = request.headers[expectedUserHeader];
  if (expected === undefined || expected === userId) return;
  throw new Problem('not_signed_in', {
    detail: 'Somebody else has signed in on this browser since the page was opened. Sign in again there.',
  });
}

function namedProject(request: FastifyRequest): string | null {
  const { projectId } = request.params as { projectId?: string };
  return projectId !== undefined && UUID.test(projectId) ? projectId.toLowerCase() : null;
}
