import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorCatalogue, Problem, type ProblemBody } from '@pairwright/contract/errors';
import { InvalidCursor } from '@pairwright/db/cursor';
import { busyReason } from '@pairwright/db/errors';
import { Overloaded } from '../overloaded.ts';
import { isUnavailable } from './unavailable.ts';

/** Answers every refusal and every fault as `application/problem+json`, in one shape. */
export function registerErrors(app: FastifyInstance, onOverload: (refusal: Overloaded) => void): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const problem = toProblem(error);
    if (problem instanceof Overloaded) onOverload(problem);
    // Refused before anything was done: counted, but no fault to look into.
    if (problem.status >= 500 && error !== problem)
      app.services.log.error(
        { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
        'request failed',
      );
    return sendProblem(problem, request, reply);
  });
}

/** Sends a Problem as the answer. A 5xx says the request id and nothing else. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="Pairwright"');
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, request.id)));
}

/** The document of a Problem; `type` opens the page of its code. */
export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { code, status, detail, faults, retryAfterSeconds } = problem;
  return {
    type: `/docs/errors/${code}`,
    title: errorCatalogue[code].title,
    status,
    code,
    ...(detail !== undefined && status < 500 ? { detail } : {}),
    ...(faults !== undefined && status < 500 ? { faults } : {}),
    ...(retryAfterSeconds !== undefined ? { retryAfterSeconds } : {}),
    requestId,
  };
}

/** What is away is restarted or fails over within seconds. */
const AWAY_SECONDS = 5;

function toProblem(error: FastifyError | Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) return new Problem('invalid_cursor', { detail: error.message });
  const busy = busyReason(error);
  if (busy !== undefined) return new Overloaded(busy, error);
  if (isUnavailable(error))
    return new Problem('unavailable', { retryAfterSeconds: AWAY_SECONDS, cause: error });
  return fromFramework(error) ?? new Problem('internal', { cause: error });
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'invalid_request',
  413: 'payload_too_large',
  414: 'invalid_request',
  415: 'unsupported_media_type',
  416: 'range_not_satisfiable',
  429: 'too_many_requests',
  431: 'invalid_request',
  503: 'unavailable',
};

function fromFramework(error: FastifyError | Error): Problem | undefined {
  if (!('statusCode' in error) || error.statusCode === undefined) return undefined;
  const code = BY_STATUS[error.statusCode];
  if (code === undefined) return error.statusCode < 500 ? new Problem('invalid_request') : undefined;
  const detail = DETAILS[code];
  return new Problem(code, detail === undefined ? {} : { detail });
}

const DETAILS: Partial<Record<ErrorCode, string>> = {
  invalid_request:
    'The request cannot be read as HTTP with a JSON body. Check its headers, its length and its JSON.',
  payload_too_large: 'A JSON body may have 1 MB at most.',
  unsupported_media_type:
    'Send the content type that the operation takes: application/json, or for an upload application/x-ndjson or application/octet-stream.',
};
