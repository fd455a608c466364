import type { Services } from '../context.ts';
import { executeImport } from './import-engine.ts';

/** Lets a worker store so many chunks and breaks it off inside the next one, after its rows were sent. False when it came to the end. */
export async function runUntilBroken(
  services: Services,
  importId: string,
  { chunks, chunkRows }: { chunks: number; chunkRows: number },
): Promise<boolean> {
  const { db } = services;
  let stored = 0;
  const failing = {
    ...services,
    db: {
      ...db,
      pool: new Proxy(db.pool, {
        get: (pool, key) =>
          key === 'connect' && stored >= chunks
            ? async () => brokenClient(await pool.connect())
            : Reflect.get(pool, key),
      }),
    },
  };
  const run = {
    importId,
    turn: 1,
    signal: new AbortController().signal,
    lastAttempt: false,
    chunkRows,
    onProgress: () => void (stored += 1),
  };
  try {
    await executeImport(failing, run);
    return false;
  } catch (error) {
    if (error instanceof Error && error.message === 'the connection broke') return true;
    throw error;
  }
}

/** A connection that breaks just before it commits. */
function brokenClient<Client extends { query: unknown }>(client: Client): Client {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key !== 'query') return value.bind(target);
      return (query: unknown, ...rest: unknown[]) =>
        query === 'commit'
          ? Promise.reject(new Error('the connection broke'))
          : value.call(target, query, ...rest);
    },
  });
}
