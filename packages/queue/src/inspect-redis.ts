import { Redis } from 'ioredis';
import { redisAddress } from './redis-address.ts';

/** What a Redis or Valkey says of itself, as far as a queue depends on it. Undefined: it does not say. */
export interface RedisFacts {
  readonly version: string | undefined;
  readonly maxmemoryPolicy: string | undefined;
  /** It keeps an append-only file, so that a kill loses no job. */
  readonly appendOnly: boolean | undefined;
}

/** Asks a server about itself over a connection of its own, once. Rejects when it does not answer. */
export async function inspectRedis(address: string): Promise<RedisFacts> {
  const { url, options } = redisAddress(address);
  const redis = new Redis(url, {
    ...options,
    lazyConnect: true,
    connectionName: 'pairwright-doctor',
    connectTimeout: 5_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What the server refuses comes as an event; the call only says that the connection is gone.
  let said: Error | undefined;
  redis.on('error', (error: Error) => (said ??= error));
  try {
    await redis.connect();
    return factsOf(await redis.info());
  } catch (error) {
    throw said ?? error;
  } finally {
    redis.disconnect();
  }
}

/** Reads the text of INFO. */
export function factsOf(info: string): RedisFacts {
  const value = (key: string): string | undefined => new RegExp(`^${key}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const aof = value('aof_enabled');
  return {
    version: value('valkey_version') ?? value('redis_version'),
    maxmemoryPolicy: value('maxmemory_policy'),
    appendOnly: aof === undefined ? undefined : aof === '1',
  };
}
