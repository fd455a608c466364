import type { Socket } from 'node:net';
import {
  assertSchemaCompatibility,
  type BackendClasses,
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  DEFAULT_SCHEMA,
  type IQueueBackend,
  LATEST_SCHEMA_VERSION,
  type Queue,
  SchemaMigrationRequiredError,
  type Telemetry,
  runMigrations,
  withBackend,
  type Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Logger } from '@pairwright/runtime/logger';
import { isTracing } from '@pairwright/runtime/observe/tracing';
import { factsOf } from './inspect-redis.ts';
import type { Lane } from './job-spec.ts';
import { redisAddress } from './redis-address.ts';

/** Where the queue lives: PostgreSQL by default, Redis or Valkey for scale. */
export type QueueConnection = { readonly databaseUrl: string } | { readonly redisUrl: string };

export type BackendKind = 'postgres' | 'redis';

/** All keys in Redis begin with this, so that the server may hold other things too. */
export const REDIS_PREFIX = 'pairwright';

export const lanes: readonly Lane[] = ['work', 'transfers', 'deliveries', 'reports', 'upkeep'];

/** The queue's server cannot be used. The message says what to do and holds no password. */
export class QueueUnreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'QueueUnreachable';
  }
}

/** BullMQ's classes as this package uses them: any backend, jobs of any payload. */
export type LaneQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>;
export type LaneWorker = Worker<unknown, void, string, IQueueBackend>;

/** An open connection with BullMQ's classes made for it; give them `options`. */
export interface Backend {
  readonly kind: BackendKind;
  readonly classes: BackendClasses<IQueueBackend, ConnectionOptions>;
  readonly options: {
    readonly connection: ConnectionOptions;
    readonly prefix: string;
    /** Goes on with the trace of who asked for a job. */
    readonly telemetry?: Telemetry;
  };
  close(): Promise<void>;
}

export interface BackendOptions {
  readonly connection: QueueConnection;
  /** A queue fails fast, so that a request never hangs; a worker tries for ever. */
  readonly role: 'queue' | 'worker';
  readonly log: Logger;
  readonly patience?: Patience | undefined;
}

/** How long a connection to PostgreSQL that says nothing is trusted. */
export interface Patience {
  /** Seconds that a worker waits at most to be told of a job before it looks for itself. */
  readonly longestWait: number;
  /** Milliseconds after which an answer is given up; longer than any statement may take. */
  readonly silentMs: number;
}

/** Connects and prepares the server (creates BullMQ's tables in PostgreSQL). Throws QueueUnreachable. */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const backend = await ('redisUrl' in options.connection
    ? openRedis(options.connection.redisUrl, options)
    : openPostgres(options.connection.databaseUrl, options));
  if (!isTracing()) return backend;
  const { BullMQOtel } = await import('bullmq-otel');
  return {
    ...backend,
    options: { ...backend.options, telemetry: new BullMQOtel({ tracerName: 'pairwright' }) },
  };
}

const STATEMENT_MS = 15_000;
/** Every statement here ends within `STATEMENT_MS`: whoever waits longer waits for an answer that was lost. */
const usualPatience: Patience = { longestWait: 10, silentMs: 20_000 };

async function openPostgres(
  url: string,
  { role, log, patience = usualPatience }: BackendOptions,
): Promise<Backend> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `pairwright-${role}`,
    // A worker holds one connection per lane for LISTEN.
    max: role === 'worker' ? lanes.length + 4 : 3,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  });
  // Each lane listens for itself, as queue and as worker; more than so many would be a leak.
  pool.setMaxListeners(4 * lanes.length);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    breakOffWhenSilent(client, patience);
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a queue connection to PostgreSQL broke'));
  try {
    const client = await pool.connect();
    try {
      // An account that may only work with the tables finds them made already, see `prepareQueue`.
      if ((await schemaVersion(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, DEFAULT_SCHEMA);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw new QueueUnreachable(
      'The queue cannot use the database at DATABASE_URL: start PostgreSQL, correct the URL, or let this user create the schema "bullmq" (an account that may not finds it made by "migrate").',
      error,
    );
  }
  return {
    kind: 'postgres',
    classes: withBackend(pollingPostgres(patience)),
    // The PostgreSQL backend reads its own kind of connection from the field made for Redis.
    options: { connection: pool, prefix: REDIS_PREFIX },
    close: () => pool.end(),
  };
}

/** 0: nothing is there yet. */
async function schemaVersion(client: pg.PoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, DEFAULT_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/**
 * BullMQ lets a worker wait for an hour to be told. But what would tell it may be a connection that was lost without a word, as in a
 * failover, and that nobody notices for a quarter of an hour.
 */
const pollingPostgres =
  ({ longestWait }: Patience): BackendFactory =>
  (...given) => {
    const backend = (createPostgresBackend as unknown as BackendFactory)(...given);
    return Object.defineProperty(backend, 'maximumBlockTimeout', { value: longestWait });
  };

function breakOffWhenSilent(client: pg.PoolClient, { silentMs }: Patience): void {
  const { connection } = client as unknown as { connection: { stream: Socket } };
  connection.stream.setTimeout(silentMs, () => {
    if (!(client as unknown as { readyForQuery: boolean }).readyForQuery)
      connection.stream.destroy(new Error('The server of the queue does not answer any more.'));
  });
}

async function openRedis(address: string, { role, log }: BackendOptions): Promise<Backend> {
  const { url, options } = certifiedAddress(address);
  const redis = new Redis(url, {
    ...options,
    lazyConnect: true,
    connectionName: `pairwright-${role}`,
    connectTimeout: 5_000,
    enableOfflineQueue: role === 'worker',
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  let lastError: unknown;
  redis.on('error', (error) => {
    lastError = error;
    log.warn({ err: error }, 'the connection to Redis broke; trying again');
  });
  try {
    await redis.connect();
    await warnAboutPolicy(redis, log);
  } catch (error) {
    redis.disconnect();
    throw new QueueUnreachable(
      'Redis at REDIS_URL cannot be used: start it or correct the URL.',
      lastError ?? error,
    );
  }
  return {
    kind: 'redis',
    classes: withBackend<IQueueBackend, ConnectionOptions>(createRedisBackend),
    options: { connection: redis, prefix: REDIS_PREFIX },
    async close() {
      redis.disconnect();
    },
  };
}

function certifiedAddress(address: string): ReturnType<typeof redisAddress> {
  try {
    return redisAddress(address);
  } catch (error) {
    throw new QueueUnreachable((error as Error).message, error);
  }
}

async function warnAboutPolicy(redis: Redis, log: Logger): Promise<void> {
  const { maxmemoryPolicy, appendOnly } = factsOf(await redis.info());
  if (maxmemoryPolicy !== undefined && maxmemoryPolicy !== 'noeviction') {
    log.warn({ maxmemoryPolicy }, 'Redis may throw queued jobs away: set maxmemory-policy to noeviction');
  }
  if (appendOnly === false) {
    log.warn('Redis keeps no append-only file and forgets jobs when it is killed: set appendonly to yes');
  }
}
