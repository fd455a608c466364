import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify';
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
  // Without limits it measures and adds no hook of its own.
  await api.register(underPressure, { sampleInterval: SAMPLE_MS });
  api.addHook('onRequest', (_request, _reply, done) => {
    const isLate = api.memoryUsage().eventLoopDelay > limits.eventLoopDelayMs;
    done(isLate && lasts() ? new Overloaded('event_loop') : undefined);
  });
  const { pool } = api.services.db;
  const connections = pool.options.max ?? limits.databaseConnections;
  const mostWaiting = connections * limits.waitingPerDatabaseConnection;
  const mostInFlight = connections * limits.inFlightPerDatabaseConnection;
  let inFlight = 0;
  const left = (): void => {
    inFlight -= 1;
  };
  const letIn =
    (share: number): onRequestHookHandler =>
    (_request, reply, done) => {
      if (inFlight >= mostInFlight * share) return done(new Overloaded('in_flight'));
      if (pool.waitingCount >= mostWaiting * share) return done(new Overloaded('database_queue'));
      inFlight += 1;
      // Comes also when the client goes away before its answer.
      reply.raw.on('close', left);
      done();
    };
  api.addHook('onRoute', (route) => {
    const operation = operationOf(route);
    if (operation === undefined || operation.stream !== undefined) return;
    const share = isWorkOfAnnotators(operation) ? 1 : limits.shareOfOthers;
    route.onRequest = [letIn(share), ...[route.onRequest ?? []].flat()];
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

function operationOf({ config }: RouteOptions): Endpoint | undefined {
  return config?.operation === undefined ? undefined : endpoints[config.operation];
}

/** Claims, votes, drafts: whoever does them is paid by the piece and sits waiting. */
function isWorkOfAnnotators({ access }: Endpoint): boolean {
  return access.kind === 'project' && access.action === 'annotate';
}
