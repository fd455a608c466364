import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';

const ASK_MS = 1_000;

/** Somebody cancelled it while it was made. */
export class NotWanted extends Error {}

interface Wanted {
  /** Of the worker: aborted when it stops. */
  readonly signal: AbortSignal;
  /** Asked again and again; may say beside that it is worked on. */
  readonly isWanted: () => Promise<boolean>;
  /** A second when left out. */
  readonly everyMs?: number;
}

/**
 * Runs `make` until it is done, the worker stops or nobody wants it any more: then the signal it is given is aborted, and the answer is
 * undefined. `make` may throw NotWanted too, where it finds out by itself. Throws what `make` throws, and the reason of the worker's signal.
 */
export async function whileWanted<T>(
  { log }: Pick<Services, 'log'>,
  { signal, isWanted, everyMs = ASK_MS }: Wanted,
  make: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  let asking = Promise.resolve();
  const ask = async (): Promise<void> => {
    try {
      if (!(await isWanted())) stop.abort(new NotWanted());
    } catch (error) {
      // No reason to stop: the end of it decides.
      log.warn({ err: error }, 'whether work in hand is still wanted could not be asked');
    }
  };
  const timer = setInterval(() => {
    asking = ask();
  }, everyMs);
  try {
    return await make(AbortSignal.any([signal, stop.signal]));
  } catch (error) {
    // What the server says of a statement that was stopped tells nothing.
    signal.throwIfAborted();
    if (!stop.signal.aborted && !(error instanceof NotWanted)) throw error;
    return undefined;
  } finally {
    clearInterval(timer);
    await asking;
  }
}

/** Stops the running statement of a transaction on the server when the signal comes; it may take minutes. */
export async function stoppable<T>(
  { db: { pool }, log }: Pick<Services, 'db' | 'log'>,
  { db, signal }: { readonly db: Tx; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  let stopping = Promise.resolve();
  const onAbort = (): void => {
    stopping = pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).then(
      () => undefined,
      (error: unknown) => log.warn({ err: error }, 'a statement that is not wanted could not be stopped'),
    );
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    signal.removeEventListener('abort', onAbort);
    // The connection is given on: nobody else's statement may be hit.
    await stopping;
  }
}
