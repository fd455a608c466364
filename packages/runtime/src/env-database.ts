import type { z } from 'zod';
import { type ConfigFault, integer, url } from './env-shapes.ts';

/** Connection URLs of the processes, for who makes their accounts. */
export interface DatabaseAccounts {
  readonly api: string;
  readonly worker: string;
}

/** Variables about PostgreSQL. */
export const databaseVariables = {
  DATABASE_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    help: 'PostgreSQL 15 or newer, like postgres://user:password@host:5432/pairwright; leave it out for the embedded database.',
  },
  DATABASE_API_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    help: 'For migrations and "npm start": DATABASE_URL as the api has it, with a user of its own that may only do what the api does, like postgres://pairwright_api:password@host:5432/pairwright.',
  },
  DATABASE_WORKER_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    help: 'For migrations and "npm start": the same for the worker, like postgres://pairwright_worker:password@host:5432/pairwright.',
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

type Values = {
  [Name in keyof typeof databaseVariables]: z.output<(typeof databaseVariables)[Name]['shape']>;
};

const ACCOUNTS = ['DATABASE_API_URL', 'DATABASE_WORKER_URL'] as const;

/** The accounts of the processes are given together, beside the one that owns the tables, and are three. */
export function checkDatabaseAccounts(values: Partial<Values>, faults: ConfigFault[]): void {
  const given = ACCOUNTS.filter((name) => values[name] !== undefined);
  if (given.length === 0) return;
  for (const variable of ACCOUNTS)
    if (values[variable] === undefined)
      faults.push({
        variable,
        rule: `is missing while ${given.join()} is set`,
        help: databaseVariables[variable].help,
      });
  const users = (['DATABASE_URL', ...ACCOUNTS] as const).flatMap((variable) =>
    values[variable] === undefined ? [] : [{ variable, user: new URL(values[variable]).username }],
  );
  for (const [index, { variable, user }] of users.entries()) {
    if (user === '' && variable !== 'DATABASE_URL')
      faults.push({ variable, rule: 'names no user', help: databaseVariables[variable].help });
    const same = users.slice(0, index).find((other) => user !== '' && other.user === user);
    if (same !== undefined)
      faults.push({
        variable,
        rule: `names the user of ${same.variable}`,
        help: databaseVariables[variable].help,
      });
  }
}

export function databaseAccountsOf(values: Values): DatabaseAccounts | undefined {
  const { DATABASE_API_URL: api, DATABASE_WORKER_URL: worker } = values;
  return api === undefined || worker === undefined ? undefined : { api, worker };
}
