import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFromQuery } from 'pg-copy-streams';

/** Bytes of COPY's text format on their way into one table. */
export interface RawCopy {
  /** Takes bytes as they come; settles when more may come. Rejects with what the server said. */
  write(bytes: Uint8Array): Promise<void>;
  /** Waits for the server and gives the number of rows stored. */
  end(): Promise<number>;
}

/** Begins `COPY table (columns) FROM STDIN`; names are quoted here. Runs in the transaction of the client. */
export function openRawCopy(
  client: pg.Client | pg.PoolClient,
  { table, columns }: { table: string; columns: readonly string[] },
): RawCopy {
  const stream = client.query(
    copyFromQuery(`copy ${quoteName(table)} (${columns.map(quoteName).join(', ')}) from stdin`, {
      highWaterMark: 1 << 20,
    }),
  );
  let failure: Error | undefined;
  const done = finished(stream, { readable: false }).then(
    () => undefined,
    (error: Error) => void (failure ??= error),
  );
  return {
    async write(bytes) {
      if (failure !== undefined) throw failure;
      if (!stream.write(bytes))
        await Promise.race([new Promise<void>((resolve) => void stream.once('drain', resolve)), done]);
      if (failure !== undefined) throw failure;
    },
    async end() {
      stream.end();
      await done;
      if (failure !== undefined) throw failure;
      return stream.rowCount;
    },
  };
}

/** A name of the catalogue as SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
