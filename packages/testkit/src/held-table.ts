import type { TestDatabase } from './test-database.ts';

/** Whatever reads or writes the table stands still until what is given is called and awaited. */
export async function holdTable({ pool }: TestDatabase, table: string): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}
