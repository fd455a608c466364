import pg from 'pg';
import { inject } from 'vitest';
import './provided.ts';

/** Does something as the administrator of the server of this run. */
export async function withAdmin<Result>(work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** The same while nobody else in this run does what has this name: other test files wait. */
export function aloneAs<Result>(name: string, work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  return withAdmin(async (admin) => {
    // Held until the connection ends.
    await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
    return work(admin);
  });
}
