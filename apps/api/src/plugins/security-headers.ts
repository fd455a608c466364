import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from '../credentials.ts';
import { DATA_POLICY, PAGE_POLICY, REFERENCE_POLICY, REPORTING_ENDPOINTS } from './page-policies.ts';

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
const pageHeaders = (policy: string) => ({
  ...COMMON,
  'content-security-policy': policy,
  'reporting-endpoints': REPORTING_ENDPOINTS,
});
const PAGE = pageHeaders(PAGE_POLICY);
const REFERENCE = pageHeaders(REFERENCE_POLICY);

/** Security headers on every answer, errors and unknown addresses too. */
export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    protect(request, reply);
    done();
  });
}

/** Sets the headers; for answers that the framework gives before any hook runs. */
export function protect(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(headersOf(request.url));
  if (isSecure(request)) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

function headersOf(url: string): Record<string, string> {
  if (isApi(url)) return API;
  return /^\/docs(?:[/?]|$)/.test(url) ? REFERENCE : PAGE;
}

/** Whether the address belongs to the API rather than to the pages. */
export function isApi(url: string): boolean {
  return url.startsWith('/api/') || url === '/api' || url.startsWith('/health');
}
