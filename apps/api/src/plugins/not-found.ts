import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '@pairwright/contract/errors';
import { routes } from '@pairwright/contract/routes.generated';
import { apiLimits } from '../limits.ts';
import { sendProblem } from './errors.ts';
import { isApi } from './security-headers.ts';

const known = Object.values(routes).map((route) => ({
  method: route.method as string,
  pattern: new RegExp(`^/api/v1${route.path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
}));

/** Unknown addresses: problems in the API, `servePage` for what may be a page of the web. */
export function registerNotFound(
  app: FastifyInstance,
  servePage: ((reply: FastifyReply) => unknown) | undefined,
): void {
  // Limited, so that addresses cannot be tried out cheaply.
  const preHandler = app.rateLimit({
    max: apiLimits.unknownAddressesPerMinute,
    timeWindow: '1 minute',
    groupId: 'unknown-addresses',
  });
  app.setNotFoundHandler({ preHandler }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    // A missing file must not answer with a page.
    if (!isApi(path) && isPage && servePage !== undefined && !/\.\w+$/.test(path)) return servePage(reply);
    const methods = known.filter((route) => route.pattern.test(path)).map((route) => route.method);
    if (methods.length === 0) return sendProblem(new Problem('not_found'), request, reply);
    reply.header('allow', methods.join(', '));
    return sendProblem(
      new Problem('method_not_allowed', { detail: `This address takes ${methods.join(', ')}.` }),
      request,
      reply,
    );
  });
}
