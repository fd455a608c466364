import { integer, url } from './env-shapes.ts';

/** Variables about PostgreSQL. */
export const databaseVariables = {
  DATABASE_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    help: 'PostgreSQL 15 or newer, like postgres://user:password@host:5432/pairwright; leave it out for the embedded database.',
  },
  DATABASE_REPLICA_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    help: 'A streaming replica of DATABASE_URL for heavy reads, with a user that may only read; leave it out for none.',
  },
  DATABASE_POOL_SIZE: {
    shape: integer(2, 200).optional(),
    help: 'Connections to the database that this process opens at most; leave it out for 16 (api) and for twice WORKER_CONCURRENCY and 4 (worker).',
  },
} as const;
