import { randomBytes } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { Problem } from '@pairwright/contract/errors';
import type { OperationName } from '@pairwright/contract/endpoints';
import type { Services } from '@pairwright/core/context';
import { registerErrors, sendProblem } from './plugins/errors.ts';
import { BODY_LIMIT, registerJsonBody } from './plugins/json-body.ts';
import { registerNotFound } from './plugins/not-found.ts';
import { registerOriginCheck } from './plugins/origin-check.ts';
import { registerSecurityHeaders } from './plugins/security-headers.ts';

export interface AppDeps {
  readonly services: Services;
  readonly config: AppConfig;
}

export interface AppConfig {
  readonly version: string;
  /** Believe X-Forwarded-* headers: true behind a proxy that sets them. */
  readonly trustProxy: boolean;
}

/** Builds the whole HTTP application. `main.ts` and the tests compose it with their own services. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = createServer(deps.config);
  app.decorate('services', deps.services);
  app.decorate('implemented', new Set<OperationName>());
  app.decorateRequest('ctx', null);
  registerSecurityHeaders(app);
  registerErrors(app);
  registerJsonBody(app);
  await app.register(rateLimit, { global: false, errorResponseBuilder: (_request, context) => new Problem('too_many_requests', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }) });
  registerNotFound(app, undefined);
  await app.register(async (api) => {
    registerOriginCheck(api);
    registerFeatures(api);
  }, { prefix: '/api/v1' });
  return app;
}

/** Every feature's operations, one line each. */
function registerFeatures(_api: FastifyInstance): void {
}

function createServer(config: AppConfig): FastifyInstance {
  const run = randomBytes(6).toString('hex');
  let counter = 0;
  return Fastify({
    // Errors are logged by the error plugin; a line per request would cost more than most requests.
    logger: false,
    genReqId: () => `${run}-${(counter += 1).toString(36)}`,
    trustProxy: config.trustProxy,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    // A whole upload of 1 GB has to fit; headers and silence are bounded below.
    requestTimeout: 3_600_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 20_000, maxHeaderSize: 16_384 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => sendProblem(new Problem('invalid_request', { detail: error.message }), request, reply),
  });
}
