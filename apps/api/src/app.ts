import { randomBytes } from 'node:crypto';
import cookies from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { OperationName } from '@pairwright/contract/endpoints';
import { Problem } from '@pairwright/contract/errors';
import type { Services } from '@pairwright/core/context';
import type { Metrics } from '@pairwright/runtime/observe/metrics';
import { isTracing } from '@pairwright/runtime/observe/tracing';
import type { Mailer } from '@pairwright/runtime/mail/mailer';
import type { AppConfig } from './app-config.ts';
import { registerAnnotateRoutes } from './features/annotate/annotate.routes.ts';
import { registerAuditRoutes } from './features/audit/audit.routes.ts';
import { registerAuthRoutes } from './features/auth/auth.routes.ts';
import {
  registerFactorRoutes,
  registerPasskeyRoutes,
  registerProofRoutes,
} from './features/auth/factors.routes.ts';
import { registerOidcRoutes } from './features/auth/oidc.routes.ts';
import { registerSessionRoutes } from './features/auth/sessions.routes.ts';
import { registerBrowseRoutes } from './features/browse/browse.routes.ts';
import { registerDatasetHealthRoutes } from './features/dataset-health/dataset-health.routes.ts';
import { registerDatasetRoutes } from './features/datasets/datasets.routes.ts';
import { registerVersionRoutes } from './features/versions/versions.routes.ts';
import { registerImportReadingRoutes } from './features/imports/import-readings.routes.ts';
import { registerImportSourceRoutes } from './features/imports/import-sources.routes.ts';
import { registerImportUploadRoutes } from './features/imports/import-uploads.routes.ts';
import { registerImportRoutes } from './features/imports/imports.routes.ts';
import { registerMediaRoutes } from './features/media/media.routes.ts';
import { registerOwnDataRoutes } from './features/own-data/own-data.routes.ts';
import { registerPayRoutes } from './features/pay/pay.routes.ts';
import { registerCrowdRoutes } from './features/people/crowd.routes.ts';
import { registerInviteRoutes } from './features/people/invites.routes.ts';
import { registerRegistrationRoutes } from './features/people/registrations.routes.ts';
import { registerMemberRoutes, registerPeopleRoutes } from './features/people/people.routes.ts';
import { registerConsentRoutes } from './features/consent/consent.routes.ts';
import { registerRetentionRoutes } from './features/retention/retention.routes.ts';
import { registerPracticeRoutes } from './features/practice/practice.routes.ts';
import { registerGoldRoutes } from './features/routing/gold.routes.ts';
import { registerRoutingRoutes } from './features/routing/routing.routes.ts';
import { registerProjectRoutes } from './features/projects/projects.routes.ts';
import { registerHealth } from './health.ts';
import { type ApiLimits, apiLimits } from './limits.ts';
import { countOverloads } from './overloaded.ts';
import { createPost } from './post.ts';
import { registerDocs } from './plugins/docs.ts';
import { registerErrors, sendProblem } from './plugins/errors.ts';
import { registerJsonBody } from './plugins/json-body.ts';
import { registerTrashRoutes } from './features/trash/trash.routes.ts';
import { registerStatisticsRoutes } from './features/statistics/statistics.routes.ts';
import { registerResolutionRoutes } from './features/resolutions/resolutions.routes.ts';
import { registerReviewRoutes } from './features/review/review.routes.ts';
import { registerPolicyReportRoutes } from './features/system/policy-reports.routes.ts';
import { registerSystemRoutes } from './features/system/system.routes.ts';
import { registerWorkingLifeRoutes } from './features/working-life/working-life.routes.ts';
import { registerWebhookRoutes } from './features/webhooks/webhooks.routes.ts';
import { registerLoadShedding } from './plugins/load-shedding.ts';
import { registerMetrics } from './plugins/metrics.ts';
import { registerTracing } from './plugins/tracing.ts';
import { registerNotFound } from './plugins/not-found.ts';
import { registerOriginCheck } from './plugins/origin-check.ts';
import { protect, registerSecurityHeaders } from './plugins/security-headers.ts';
import { registerWeb } from './plugins/web.ts';

export interface AppDeps {
  readonly services: Services;
  readonly config: AppConfig;
  /** Left out where nobody watches. */
  readonly metrics?: Metrics | undefined;
  readonly mailer: Mailer;
  /** Those of the product when left out. */
  readonly limits?: ApiLimits;
}

/** Every feature's operations, one line each. */
function registerFeatures(api: FastifyInstance): void {
  registerAuthRoutes(api);
  registerAuditRoutes(api);
  registerPeopleRoutes(api);
  registerMemberRoutes(api);
  registerSystemRoutes(api);
  registerOwnDataRoutes(api);
  registerRetentionRoutes(api);
  registerSessionRoutes(api);
  registerFactorRoutes(api);
  registerPasskeyRoutes(api);
  registerProofRoutes(api);
  registerOidcRoutes(api);
  registerInviteRoutes(api);
  registerCrowdRoutes(api);
  registerRegistrationRoutes(api);
  registerProjectRoutes(api);
  registerConsentRoutes(api);
  registerTrashRoutes(api);
  registerBrowseRoutes(api);
  registerResolutionRoutes(api);
  registerReviewRoutes(api);
  registerImportRoutes(api);
  registerImportReadingRoutes(api);
  registerImportSourceRoutes(api);
  registerImportUploadRoutes(api);
  registerMediaRoutes(api);
  registerAnnotateRoutes(api);
  registerPracticeRoutes(api);
  registerRoutingRoutes(api);
  registerGoldRoutes(api);
  registerWorkingLifeRoutes(api);
  registerPayRoutes(api);
  registerDatasetRoutes(api);
  registerVersionRoutes(api);
  registerDatasetHealthRoutes(api);
  registerStatisticsRoutes(api);
  registerWebhookRoutes(api);
}

/** Builds the whole HTTP application. `main.ts` and the tests compose it with their own services. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { services, config, metrics, mailer, limits = apiLimits } = deps;
  const app = createServer(config, limits);
  const stopping = new AbortController();
  app.decorate('services', services);
  app.decorate('settings', config);
  app.decorate('postOffice', createPost({ mailer, publicUrl: config.publicUrl, log: services.log }));
  app.decorate('stopping', stopping.signal);
  app.decorate('implemented', new Set<OperationName>());
  app.decorateRequest('ctx', null);
  app.decorateRequest('receivedSha256', null);
  app.addHook('preClose', async () => stopping.abort());
  if (metrics !== undefined) registerMetrics(app, metrics);
  if (isTracing()) registerTracing(app);
  registerSecurityHeaders(app);
  registerErrors(app, countOverloads(services.log, metrics));
  registerJsonBody(app, limits);
  // Without its hook: cookies are read where they are wanted, not on every request.
  await app.register(cookies, { hook: false });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      new Problem('too_many_requests', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  registerNotFound(app, await registerWeb(app));
  registerHealth(app);
  await registerDocs(app);
  await app.register(
    async (api) => {
      await registerLoadShedding(api, limits);
      registerOriginCheck(api);
      registerFeatures(api);
      await registerPolicyReportRoutes(api, metrics);
    },
    { prefix: '/api/v1' },
  );
  return app;
}

function createServer(config: AppConfig, limits: ApiLimits): FastifyInstance {
  const run = randomBytes(6).toString('hex');
  let counter = 0;
  const app = Fastify({
    // Errors are logged by the error plugin; a line per request would cost more than most requests.
    logger: false,
    genReqId: () => `${run}-${(counter += 1).toString(36)}`,
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    bodyLimit: limits.jsonBytes,
    routerOptions: { maxParamLength: 500 },
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.lookOverMs,
      maxHeaderSize: limits.headerBytes,
    },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      protect(request, reply);
      sendProblem(new Problem('invalid_request', { detail: error.message }), request, reply);
    },
  });
  app.server.maxConnections = limits.connections;
  return app;
}
