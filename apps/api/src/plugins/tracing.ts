import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | null;
  }
}

/**
 * Makes a span of every request: operation, route and status, never addresses, queries, bodies or people. Goes on with a trace of
 * the caller only where a trusted proxy stands before it: strangers do not decide what is traced.
 */
export function registerTracing(app: FastifyInstance): void {
  const tracer = trace.getTracer('pairwright');
  app.decorateRequest('span', null);
  app.addHook('onRequest', (request, reply, done) => {
    const behindProxy = request.server.settings.trustProxy.length > 0;
    const parent = behindProxy ? propagation.extract(ROOT_CONTEXT, request.headers) : ROOT_CONTEXT;
    const { url: route, config } = request.routeOptions;
    const span = tracer.startSpan(
      config.operation ?? `${request.method} ${route ?? 'unknown'}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'http.route': route ?? 'unknown',
          'pairwright.request_id': request.id,
        },
      },
      parent,
    );
    request.span = span;
    // Comes also when the client goes away before its answer.
    reply.raw.once('close', () => {
      span.setAttribute('http.response.status_code', reply.raw.statusCode);
      if (reply.raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), done);
  });
}
