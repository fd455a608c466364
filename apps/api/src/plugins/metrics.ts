import type { FastifyInstance } from 'fastify';
import type { Metrics } from '@pairwright/runtime/observe/metrics';

/** Counts every answer by operation; what is no operation counts as `other`. */
export function registerMetrics(app: FastifyInstance, metrics: Metrics): void {
  let inFlight = 0;
  metrics.gauges('http', [
    {
      name: 'pairwright_http_requests_in_flight',
      help: 'Requests that are being answered.',
      read: () => [{ value: inFlight }],
    },
  ]);
  const left = (): void => {
    inFlight -= 1;
  };
  app.addHook('onRequest', (_request, reply, done) => {
    inFlight += 1;
    // Comes also when the client goes away before its answer.
    reply.raw.on('close', left);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const operation = request.routeOptions.config.operation ?? 'other';
    metrics.request(operation, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}
