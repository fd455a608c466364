import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { connectClient, type ConnectOptions, DatabaseUnreachable } from './connect.ts';
import { timeLimits } from './time-limits.ts';

/** A statement whose answer takes longer is asked after. */
const SILENT_MS = 15_000;
/** How long the server has to say what it works on. */
const ASKING = { ...timeLimits.probe, acquireMs: 5_000, statementMs: 5_000 };
/** An answer on its way arrives within. */
const ON_ITS_WAY_MS = 1_000;

/**
 * Breaks connections off that wait for an answer which cannot come: the server was replaced by another, or the network lost the
 * connection without telling, and would be silent for a quarter of an hour. Whether the server still works on the statement is asked
 * over a connection of its own; as long as it does, the statement may take its time.
 */
export function watchSilence(
  pool: pg.Pool,
  options: ConnectOptions & { readonly silentMs?: number | undefined },
): void {
  const { silentMs = SILENT_MS } = options;
  pool.on('connect', (client) => {
    const watched = client as unknown as Watched;
    const { stream } = watched.connection;
    stream.setTimeout(silentMs);
    stream.on('timeout', () => {
      if (watched.readyForQuery) return;
      askAfter(watched, options)
        // A socket tells once: it must be asked for again.
        .then((alive) => (alive ? void stream.setTimeout(silentMs) : breakOff(stream, silentMs)))
        .catch((error: Error) => stream.destroy(error));
    });
  });
}

/** What the driver has and does not declare. */
interface Watched {
  readonly processID: number;
  /** Nothing is under way. */
  readonly readyForQuery: boolean;
  readonly connection: { readonly stream: Socket };
}

async function askAfter({ processID, connection }: Watched, options: ConnectOptions): Promise<boolean> {
  const { stream } = connection;
  const heard = stream.bytesRead;
  const isWorking = await ask(processID, options);
  if (isWorking) return true;
  await delay(ON_ITS_WAY_MS);
  return stream.destroyed || stream.bytesRead !== heard;
}

/** Whether the server works on what the connection with this number has asked; true when nobody can tell. */
async function ask(processID: number, options: ConnectOptions): Promise<boolean> {
  let client: pg.Client;
  try {
    client = await connectClient({ ...options, limits: ASKING });
  } catch (error) {
    // It answers, if only to refuse.
    return error instanceof DatabaseUnreachable && error.cause instanceof pg.DatabaseError;
  }
  try {
    const { rows } = await client.query<{ own: number; working: boolean }>(
      `select pg_backend_pid() as own,
         exists (select from pg_stat_activity where pid = $1 and application_name = $2 and state not like 'idle%') as working`,
      [processID, options.applicationName],
    );
    // Behind a pooler the numbers are not the server's.
    const { processID: told } = client as unknown as Watched;
    return rows[0]?.own !== told || rows[0].working;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function breakOff(stream: Socket, silentMs: number): void {
  const error = new Error(`The database has not answered for ${silentMs} ms, and works on nothing of this.`);
  stream.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
}
