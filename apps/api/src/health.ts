import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Health, health } from '@pairwright/contract/system';
import { readWorkers } from '@pairwright/core/system/workers.queries';
import { readMigrationState } from '@pairwright/db/migrate';

type Part = Health['database'];

const DEADLINE_MS = 3_000;

/**
 * `GET /health`: asks every part now, each with a deadline. 200 when work can go on, 503 when it cannot. `/health/live` says that this
 * process answers, `/health/ready` whether it can take requests: 503 without its database, while migrations are missing, and when it stops.
 */
export function registerHealth(app: FastifyInstance): void {
  const send = (reply: FastifyReply, status: number, body: object): FastifyReply =>
    reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  app.get('/health/live', async (_request, reply) => send(reply, 200, { status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const reason = await notReady(app);
    return reason === undefined
      ? send(reply, 200, { status: 'ok' })
      : send(reply, 503, { status: 'failed', detail: reason });
  });
  app.get('/health', async (_request, reply) => {
    const report = await readHealth(app);
    return send(reply, report.status === 'failed' ? 503 : 200, health.parse(report));
  });
}

/** Why requests cannot be taken now; undefined when they can. */
export async function notReady(app: FastifyInstance): Promise<string | undefined> {
  if (app.stopping.aborted) return 'The process is stopping.';
  const [database, migrations] = await Promise.all([
    check(() => checkDatabase(app), 'The database cannot be reached.'),
    check(() => checkMigrations(app), 'The migrations cannot be read.'),
  ]);
  return [database, migrations].find(({ status }) => status === 'failed')?.detail;
}

async function readHealth(app: FastifyInstance): Promise<Health> {
  const [database, migrations, queue, worker] = await Promise.all([
    check(() => checkDatabase(app), 'The database cannot be reached.'),
    check(() => checkMigrations(app), 'The migrations cannot be read.'),
    check(() => checkQueue(app), 'The job queue cannot be reached: imports and exports wait.'),
    check(() => checkWorker(app), 'The worker heartbeats cannot be read.'),
  ]);
  const failed = database.status === 'failed' || migrations.status === 'failed';
  const replica = checkReplica(app);
  const degraded = [queue, worker, migrations, replica].some(
    (part) => part !== undefined && part.status !== 'ok',
  );
  return {
    status: failed ? 'failed' : degraded ? 'degraded' : 'ok',
    version: app.settings.version,
    database,
    migrations,
    queue,
    worker,
    ...(replica === undefined ? {} : { replica }),
  };
}

async function checkDatabase({ services }: FastifyInstance): Promise<Part> {
  await services.db.probe.query('select 1');
  return { status: 'ok' };
}

function checkReplica({ services }: FastifyInstance): Part | undefined {
  const state = services.replica?.state();
  if (state === undefined) return undefined;
  if (state.usable) return { status: 'ok', detail: `${(state.lagSeconds ?? 0).toFixed(1)} s behind` };
  return {
    status: 'degraded',
    detail: `The replica is not used: ${state.detail ?? ''} Everything is read from the database itself.`,
  };
}

async function checkMigrations({ services, settings }: FastifyInstance): Promise<Part> {
  const state = await readMigrationState(services.db.probe, settings.migrationsDir);
  if (state.pending.length > 0)
    return {
      status: 'failed',
      detail: `${state.pending.length} migrations are not applied; run the migrate command.`,
    };
  if (state.unknown.length > 0)
    return {
      status: 'degraded',
      detail: 'The database was migrated by a newer version; upgrade this process.',
    };
  if (state.changed.length > 0)
    return { status: 'degraded', detail: 'Applied migrations were changed afterwards.' };
  return { status: 'ok' };
}

async function checkQueue({ services }: FastifyInstance): Promise<Part> {
  const state = await services.queue.health();
  return state.ok
    ? { status: 'ok', detail: `${state.backend}: ${state.waiting} waiting, ${state.active} active` }
    : {
        status: 'failed',
        detail: `The job queue (${state.backend}) cannot be reached: imports and exports wait.`,
      };
}

async function checkWorker({ services }: FastifyInstance): Promise<Part> {
  const { alive, lastSeenSecondsAgo } = await readWorkers(services.db.db);
  if (alive > 0) return { status: 'ok', detail: `${alive} alive` };
  const seen =
    lastSeenSecondsAgo === null ? 'none was ever seen' : `the last was seen ${lastSeenSecondsAgo} s ago`;
  return { status: 'failed', detail: `No worker runs (${seen}): imports and exports wait. Start one.` };
}

/** The reason stays in the log: an address or a user name is nobody's business here. */
async function check(probe: () => Promise<Part>, failure: string): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Part>((resolve) => {
    timer = setTimeout(
      () =>
        resolve({
          status: 'failed',
          detail: `${failure} There was no answer within ${DEADLINE_MS / 1000} s.`,
        }),
      DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([probe().catch(() => ({ status: 'failed' as const, detail: failure })), late]);
  } finally {
    clearTimeout(timer);
  }
}
