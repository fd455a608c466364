import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from '../credentials.ts';
import { DATA_POLICY, PAGE_POLICY, policyHeaders, REFERENCE_POLICY } from './page-policies.ts';

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** No cache may keep answers of the API. */
const API = { ...COMMON, 'content-security-policy': DATA_POLICY, 'cache-control': 'no-store' };

/** Security headers on every answer, errors and unknown addresses too. */
export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    protect(request, reply);
    done();
  });
}

/** Sets the headers; for answers that the framework gives before any hook runs. */
export function protect(request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request);
  reply.headers(isApi(request.url) ? API : { ...COMMON, ...policyHeaders(policyOf(request.url), secure) });
  if (secure) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

function policyOf(url: string): string {
  return /^\/docs(?:[/?]|$)/.test(url) ? REFERENCE_POLICY : PAGE_POLICY;
}

/** Whether the address belongs to the API rather than to the pages. */
export function isApi(url: string): boolean {
  return url.startsWith('/api/') || url === '/api' || url.startsWith('/health');
}
