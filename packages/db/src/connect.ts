import { Socket } from 'node:net';
import pg from 'pg';
import { openExactSocket } from './exact-reads.ts';
import type { TimeLimits } from './time-limits.ts';
import { valueParsers } from './value-parsers.ts';

/** PostgreSQL majors below this lack what the schema uses. */
export const MINIMUM_POSTGRES_MAJOR = 15;

export interface ConnectOptions {
  readonly url: string;
  readonly applicationName: string;
  /** No limits on statements and locks when left out, and ten seconds to connect. */
  readonly limits?: TimeLimits;
}

const UNLIMITED: TimeLimits = {
  acquireMs: 10_000,
  statementMs: 0,
  lockMs: 0,
  idleInTransactionMs: 60_000,
};

/** The database cannot be used as configured. The message names the place and the fix, never the password. */
export class DatabaseUnreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseUnreachable';
  }
}

/** Connection settings every connection of ours has: UTC, ISO dates, our value parsers and deliberate time limits. */
export function clientConfig(options: ConnectOptions): pg.ClientConfig {
  describeUrl(options.url);
  const limits = options.limits ?? UNLIMITED;
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: limits.acquireMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    keepAlive: true,
    // Idle connections that a network has lost show within minutes, not after two hours.
    keepAliveInitialDelayMillis: 30_000,
    options: '-c TimeZone=UTC -c DateStyle=ISO',
    types: valueParsers,
    stream: openStream,
  };
}

/** Encrypted, Node reads by another way, in records of what came. */
function openStream({ ssl }: { readonly ssl?: unknown } = {}): Socket {
  return ssl === undefined || ssl === false ? openExactSocket() : new Socket();
}

/** Opens one dedicated connection, for migrations and tools. Throws DatabaseUnreachable. */
export async function connectClient(options: ConnectOptions): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(options));
  // Without a listener a connection that breaks while idle would end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    // Not waited for: of a connection that broke off within TLS no end comes.
    void client.end().catch(() => undefined);
    throw explainConnectError(options.url, error);
  }
}

/** `host:port/database as user`, without the password. Throws DatabaseUnreachable when it is no PostgreSQL URL. */
export function describeUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new DatabaseUnreachable(
      'DATABASE_URL is not a URL. Write it like postgres://user:password@host:5432/database (percent-encode special characters of the password).',
    );
  }
  if (parsed.protocol !== 'postgres:' && parsed.protocol !== 'postgresql:') {
    throw new DatabaseUnreachable(
      `DATABASE_URL must begin with postgres:// or postgresql://, not ${parsed.protocol}//.`,
    );
  }
  const host = parsed.hostname || parsed.searchParams.get('host') || 'localhost';
  const user = parsed.username === '' ? 'the default user' : `user ${decodeURIComponent(parsed.username)}`;
  return `${host}:${parsed.port || '5432'}${parsed.pathname || '/'} as ${user}`;
}

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start PostgreSQL or correct host and port in DATABASE_URL.',
  ENOTFOUND: 'The host name is unknown: correct it in DATABASE_URL.',
  EAI_AGAIN: 'The host name could not be looked up: check the network and the name in DATABASE_URL.',
  ETIMEDOUT: 'There was no answer: check host, port and firewall.',
  EHOSTUNREACH: 'There is no route to the host: check the network.',
  ENOENT: 'The socket does not exist: start PostgreSQL or correct the path in DATABASE_URL.',
  ECONNRESET:
    'The connection was cut: check that this is a PostgreSQL port and whether it requires TLS (?sslmode=require).',
  '28P01': 'The password is wrong: correct it in DATABASE_URL.',
  '28000': 'The server refuses this user: correct the user in DATABASE_URL or allow it in pg_hba.conf.',
  '3D000': 'The database does not exist: create it (createdb) or correct the name in DATABASE_URL.',
  '53300': 'The server has no free connection: raise max_connections or lower the pool sizes.',
  '57P03': 'The server is starting up or shutting down: try again in a moment.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The server certificate is not trusted: give its authority with sslrootcert in DATABASE_URL.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The server certificate is self-signed: give its authority with sslrootcert in DATABASE_URL.',
};

/** Turns a connection error of the driver into one sentence with the place and the fix. */
export function explainConnectError(url: string, error: unknown): DatabaseUnreachable {
  if (error instanceof DatabaseUnreachable) return error;
  const place = describeUrl(url);
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  const advice =
    ADVICE[code] ??
    (/^ERR_SSL_\w+_ALERT_/.test(code)
      ? 'The server refuses the certificate: give one that its authority signed, with sslcert and sslkey in DATABASE_URL.'
      : undefined) ??
    (/timeout/i.test(message) ? ADVICE['ETIMEDOUT'] : undefined);
  return new DatabaseUnreachable(
    `The database at ${place} cannot be used. ${advice ?? `The driver says: ${message}`}`,
    error,
  );
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
