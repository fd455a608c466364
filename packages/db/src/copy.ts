import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFromQuery, to as copyToQuery } from 'pg-copy-streams';
import { cancelRunning } from './cancel.ts';
import { encodeCopyRow, type CopyValue } from './copy-text.ts';

export interface CopyOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `COPY … TO STDOUT` and gives its bytes as a stream in constant memory. With a pool it takes a connection of its
 * own and gives it back; with a client it runs there (inside its transaction). Aborting or destroying the stream
 * cancels the statement on the server; a client of yours is then unusable and its transaction lost.
 */
export async function copyTo(
  db: pg.Pool | pg.PoolClient,
  sql: string,
  options: CopyOptions = {},
): Promise<Readable> {
  options.signal?.throwIfAborted();
  const owned = isPool(db);
  const client = owned ? await db.connect() : db;
  const stream = client.query(copyToQuery(sql, { highWaterMark: 1 << 18 })) as Readable;
  const onAbort = (): void => void stream.destroy(options.signal?.reason as Error);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  void finished(stream)
    .then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    .then(async (error) => {
      options.signal?.removeEventListener('abort', onAbort);
      const cutShort = !stream.readableEnded && !(error instanceof pg.DatabaseError);
      if (cutShort) {
        // A server that still sorts would notice the closed connection only at its first row.
        await cancelRunning(client);
        // The protocol is in the middle of a message: only closing the connection ends it.
        if (!owned) endHard(client);
      }
      if (owned) client.release(cutShort ? (error ?? true) : undefined);
    });
  return stream;
}

function endHard(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
  connection?.stream?.destroy();
}

function isPool(db: pg.Pool | pg.PoolClient): db is pg.Pool {
  return 'totalCount' in db;
}

/** Rows on their way into one table. Not safe for concurrent use. */
export interface CopyWriter {
  /** Adds one row, values in the order of the columns. When it gives false, await `drain()` before the next. */
  writeRow(values: readonly CopyValue[]): boolean;
  drain(): Promise<void>;
  /** Sends the rest, waits for the server and gives the number of rows stored. */
  end(): Promise<number>;
  /** Gives up; the server keeps none of the rows and the client's transaction is failed. */
  abort(reason: Error): Promise<void>;
}

export interface CopyTarget extends CopyOptions {
  /** Trusted names, written into the statement as they are. */
  readonly table: string;
  readonly columns: readonly string[];
}

const FLUSH_AT = 1 << 16;

/** Begins `COPY table (columns) FROM STDIN` on a client of yours, normally inside a transaction. */
export function openCopyWriter(client: pg.PoolClient, target: CopyTarget): CopyWriter {
  target.signal?.throwIfAborted();
  const stream = client.query(
    copyFromQuery(`copy ${target.table} (${target.columns.join(', ')}) from stdin`, {
      highWaterMark: FLUSH_AT * 4,
    }),
  );
  let failure: Error | undefined;
  let pending = '';
  stream.on('error', (error) => (failure ??= error));
  const done = finished(stream, { readable: false }).then(
    () => undefined,
    (error: Error) => void (failure ??= error),
  );
  const giveUp = (reason: Error): void => {
    // At once, so that a caller that never yields is told by its next call.
    failure ??= reason;
    pending = '';
    stream.destroy(reason);
  };
  const onAbort = (): void => giveUp(target.signal?.reason as Error);
  target.signal?.addEventListener('abort', onAbort, { once: true });
  void done.then(() => target.signal?.removeEventListener('abort', onAbort));

  const flush = (): boolean => {
    const chunk = Buffer.from(pending, 'utf8');
    pending = '';
    return stream.write(chunk);
  };
  return {
    writeRow(values) {
      if (failure !== undefined) throw failure;
      pending += encodeCopyRow(values, target.columns);
      return pending.length < FLUSH_AT || flush();
    },
    async drain() {
      if (failure === undefined && stream.writableNeedDrain) {
        await Promise.race([new Promise<void>((resolve) => void stream.once('drain', resolve)), done]);
      }
      if (failure !== undefined) throw failure;
    },
    async end() {
      if (failure === undefined) {
        if (pending !== '') flush();
        stream.end();
      }
      await done;
      if (failure !== undefined) throw failure;
      return stream.rowCount;
    },
    async abort(reason) {
      giveUp(reason);
      await done;
    },
  };
}
