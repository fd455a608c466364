import { DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { lanes } from './backend.ts';

/**
 * Makes the tables of a queue in PostgreSQL, and the sequences that BullMQ would make with the first job of a lane: the accounts that work
 * with the queue need not make anything. Doing it again changes nothing. Throws what the driver throws.
 */
export async function prepareQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'pairwright-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
    await client.query('begin');
    await client.query(`set local search_path = ${DEFAULT_SCHEMA}`);
    for (const lane of lanes) {
      const { rows } = await client.query<{ name: string }>(
        `select pg_advisory_xact_lock(hashtext('bullmq:jidseq:' || $1)), job_id_seq_name($1) as name`,
        [lane],
      );
      await client.query(`create sequence if not exists ${pg.escapeIdentifier(rows[0]?.name ?? '')}`);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}
