import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from '../credentials.ts';

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Pages: scripts from this origin only, never inline. Styles inline, because components place themselves by style. */
const pagePolicy = (scripts: string): string =>
  [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Answers of the API are data: nothing in them may load or run anything, and no cache may keep them. */
const API = {
  ...COMMON,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};
const PAGE = { ...COMMON, 'content-security-policy': pagePolicy("'self'") };

/**
 * Of the thread that converts files: a thread goes by the policy that it came with, and packs Zstandard by WebAssembly. It has
 * no document, and what it reads is never run.
 */
export const CONVERTER_POLICY = pagePolicy("'self' 'wasm-unsafe-eval'");

/** Security headers on every answer, errors and unknown addresses too. */
export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    protect(request, reply);
    done();
  });
}

/** Sets the headers; for answers that the framework gives before any hook runs. */
export function protect(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(isApi(request.url) ? API : PAGE);
  if (isSecure(request)) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

/** Whether the address belongs to the API rather than to the pages. */
export function isApi(url: string): boolean {
  return url.startsWith('/api/') || url === '/api' || url.startsWith('/health');
}
