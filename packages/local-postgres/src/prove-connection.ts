import pg from 'pg';
import { damagedMessage, type DataDir } from './data-dir.ts';
import { errorCode, LocalPostgresError } from './errors.ts';

/** A server that says it is ready may still miss its catalog or hold another password: one query tells. */
export async function proveConnection(dir: DataDir, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  client.on('error', () => {}); // The query that was running reports it.
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    if (errorCode(error) === '28P01') {
      throw new LocalPostgresError(
        'data_dir_damaged',
        `The password in ${dir.password} is not the one of the database beside it. ` +
          'Put back the right file, or delete it: the next start then sets a new password and keeps all data.',
        { cause: error },
      );
    }
    throw new LocalPostgresError('data_dir_damaged', damagedMessage(dir, (error as Error).message), {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}
