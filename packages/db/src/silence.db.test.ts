import { createTestDatabase } from '@pairwright/testkit/test-database';
import { startTroubledNetwork } from '@pairwright/testkit/troubled-network';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';

const direct = await createTestDatabase();
const network = await startTroubledNetwork(Number(new URL(direct.url).port));
const url = new URL(direct.url);
url.port = String(network.port);
const database = await openDatabase({
  url: url.href,
  applicationName: 'silence',
  poolSize: 2,
  silentMs: 300,
});
afterAll(async () => {
  await database.close();
  await network.close();
  await direct.close();
});

test('a connection that was lost without a word is broken off, and the next one serves', async () => {
  const { pool } = database;
  await pool.query('select 1');
  // The server is replaced by another: what is open there is never answered.
  network.moveTo(Number(new URL(direct.url).port));
  await expect(pool.query('select 2 as two')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
});

test('a statement that the server works on may take its time', async () => {
  const { rows } = await database.pool.query<{ woken: boolean }>(`select pg_sleep(2.5) is not null as woken`);
  expect(rows).toEqual([{ woken: true }]);
});

test('where the server cannot be reached at all, the wait ends too', async () => {
  network.weather.silent = true;
  await expect(database.pool.query('select 3')).rejects.toThrow();
  network.weather.silent = false;
  expect((await database.pool.query('select 3 as three')).rows).toEqual([{ three: 3 }]);
});
