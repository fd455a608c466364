import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '@pairwright/contract/errors';
import { readSessionToken } from '../credentials.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site sends in a visitor's name: a request that changes something must say that it comes from this
 * origin, by Sec-Fetch-Site or Origin, as every browser does. API tokens are not sent by browsers on their own.
 */
export function registerOriginCheck(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(
      SAFE.has(request.method) || isSameOrigin(request)
        ? undefined
        : new Problem('cross_site_request', {
            detail:
              'A request that changes something needs an Origin header of this site, or an API token instead of the cookie.',
          }),
    );
  });
}

function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, authorization, 'sec-fetch-site': site } = request.headers;
  if (authorization !== undefined) return true;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin !== undefined)
    return origin === `${request.protocol}://${request.host}` || origin === request.server.settings.publicUrl;
  return site !== undefined || readSessionToken(request) === undefined;
}
