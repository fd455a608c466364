import { afterAll, expect, test } from 'vitest';
import { createEmptyDatabase, createTestDatabase } from './test-database.ts';

const first = await createTestDatabase();
const second = await createTestDatabase();
afterAll(async () => {
  await first.close();
  await second.close();
});

test('every test database has the schema and is its own', async () => {
  const count = async ({ pool }: typeof first): Promise<number> => {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from pg_tables where schemaname = 'public'`,
    );
    return rows[0]!.n;
  };
  expect(await count(first)).toBeGreaterThan(5);
  await first.pool.query('create table only_here (id int)');
  expect(await count(first)).toBe((await count(second)) + 1);
});

test('close drops the database even while somebody is connected, and may be called twice', async () => {
  const other = await createTestDatabase();
  const name = new URL(other.url).pathname.slice(1);
  await other.close();
  await other.close();
  const { rows } = await first.pool.query('select 1 from pg_database where datname = $1', [name]);
  expect(rows).toEqual([]);
});

test('an empty database has no tables', async () => {
  const empty = await createEmptyDatabase();
  expect(empty.url).toMatch(/^postgres:\/\//);
  await empty.close();
});
