import { type Database, openDatabase } from '@pairwright/db/database';
import type { TestDatabase } from './test-database.ts';

export interface WrongClock {
  /** Connections of their own, which go by it, as all that are opened from now on. */
  readonly database: Database;
  /** Puts it so many minutes ahead of the right time, or behind where negative. */
  setAhead(minutes: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A clock of the database that can be set. The server's own cannot be: it is that of the machine. So functions with the names of
 * the clock are put before those of PostgreSQL in the search path of the database, and everything that asks for the time by name
 * gets this one. Columns that have the time by default keep to the right one.
 */
export async function putWrongClock({ url, pool }: TestDatabase): Promise<WrongClock> {
  const name = new URL(url).pathname.slice(1);
  await pool.query(`
    create schema wrong_clock;
    create table wrong_clock.ahead as select interval '0' as ahead;
    create function wrong_clock.clock_timestamp() returns timestamptz language sql volatile as
      'select pg_catalog.clock_timestamp() + ahead from wrong_clock.ahead';
    create function wrong_clock.statement_timestamp() returns timestamptz language sql stable as
      'select pg_catalog.statement_timestamp() + ahead from wrong_clock.ahead';
    create function wrong_clock.now() returns timestamptz language sql stable as
      'select pg_catalog.now() + ahead from wrong_clock.ahead';
    alter database ${name} set search_path = wrong_clock, pg_catalog, public;`);
  const database = await openDatabase({ url, applicationName: 'test', poolSize: 8 });
  return {
    database,
    async setAhead(minutes) {
      await pool.query('update wrong_clock.ahead set ahead = make_interval(mins => $1)', [minutes]);
    },
    close: () => database.close(),
  };
}
