import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endpoints } from '@pairwright/contract/endpoints';
import type { Endpoint } from '@pairwright/contract/endpoint';
import type { ApiLimits } from '../limits.ts';
import { Overloaded } from '../overloaded.ts';

/** How often the library looks at the event loop. */
const SAMPLE_MS = 1_000;

/**
 * Refuses operations at once, with the seconds to wait, while more is asked than can be done: what is let in is answered in
 * good time, and the moment the load goes down everything is let in again. Health, pages and numbers are outside of it.
 */
export async function registerLoadShedding(api: FastifyInstance, limits: ApiLimits): Promise<void> {
  const lasts = lastingPressure();
  await api.register(underPressure, {
    sampleInterval: SAMPLE_MS,
    maxEventLoopDelay: limits.eventLoopDelayMs,
    pressureHandler: async () => {
      if (lasts()) throw new Overloaded('event_loop');
    },
  });
  const { pool } = api.services.db;
  const connections = pool.options.max ?? limits.databaseConnections;
  const mostWaiting = connections * limits.waitingPerDatabaseConnection;
  const mostInFlight = connections * limits.inFlightPerDatabaseConnection;
  let inFlight = 0;
  api.addHook('onRequest', (request, reply, done) => {
    const operation: Endpoint | undefined = operationOf(request);
    if (operation === undefined || operation.stream !== undefined) return done();
    const share = isWorkOfAnnotators(operation) ? 1 : limits.shareOfOthers;
    if (inFlight >= mostInFlight * share) return done(new Overloaded('in_flight'));
    if (pool.waitingCount >= mostWaiting * share) return done(new Overloaded('database_queue'));
    inFlight += 1;
    // Comes also when the client goes away before its answer.
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    done();
  });
}

/** Whether the pressure has lasted: one pause, of a start or a slow disk, is over before anybody could come back. */
function lastingPressure(): () => boolean {
  let [begun, last] = [0, -Infinity];
  return () => {
    const now = performance.now();
    if (now - last > 2 * SAMPLE_MS) begun = now;
    last = now;
    return now - begun >= 2 * SAMPLE_MS;
  };
}

function operationOf(request: FastifyRequest): Endpoint | undefined {
  const name = request.routeOptions.config.operation;
  return name === undefined ? undefined : endpoints[name];
}

/** Claims, votes, drafts: whoever does them is paid by the piece and sits waiting. */
function isWorkOfAnnotators({ access }: Endpoint): boolean {
  return access.kind === 'project' && access.action === 'annotate';
}
