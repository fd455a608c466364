import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';

/** Files with certificates stand in the address under the names that they have in addresses of PostgreSQL. */
const FILES = { sslrootcert: 'ca', sslcert: 'cert', sslkey: 'key' } as const;

/**
 * Splits an address like `rediss://user@host:6380/0?sslrootcert=FILE&sslcert=FILE&sslkey=FILE` into what the driver knows and the
 * certificates, which are read. Throws an Error that names the parameter of a file that cannot be read.
 */
export function redisAddress(address: string): { url: string; options: Pick<RedisOptions, 'tls'> } {
  const url = new URL(address);
  const tls: Partial<Record<'ca' | 'cert' | 'key', string>> = {};
  for (const [parameter, part] of Object.entries(FILES)) {
    const file = url.searchParams.get(parameter);
    if (file === null) continue;
    if (url.protocol !== 'rediss:')
      throw new Error(
        `REDIS_URL names certificates (${parameter}) and begins with redis://. Begin it with rediss://.`,
      );
    tls[part] = readFile(parameter, file);
    url.searchParams.delete(parameter);
  }
  return { url: url.href, options: url.protocol === 'rediss:' ? { tls } : {} };
}

function readFile(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(
      `The file that ${parameter} of REDIS_URL names cannot be read: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
