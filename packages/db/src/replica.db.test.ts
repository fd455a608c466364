import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ReplicatedServer, startReplicatedServer } from '@pairwright/testkit/replicated-server';
import { type Database, openDatabase } from './database.ts';
import { openReplica, type Replica, type ReplicaState } from './replica.ts';

/** A real primary with a real hot standby, by streaming replication. */
let server: ReplicatedServer;
let primary: Database;
let replica: Replica;
const changes: ReplicaState[] = [];

beforeAll(async () => {
  server = await startReplicatedServer();
  primary = await openDatabase({ url: server.primary.url(), applicationName: 'test', poolSize: 2 });
  await primary.pool.query('create table things (id int primary key)');
  replica = openReplica({
    url: server.standby.url(),
    applicationName: 'test-replica',
    poolSize: 2,
    primary,
    everySecond: false,
    onChange: (state) => void changes.push(state),
  });
});
afterAll(async () => {
  await replica.close();
  await primary.close();
  await server.stop();
});

/** Runs it on the standby with all rights, as whoever keeps the servers. */
async function onStandby(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.standby.url() });
  await client.connect();
  await client.query(text);
  await client.end();
}

test('is not asked before it was looked at, and then has what the primary has', async () => {
  expect(replica.database()).toBeUndefined();
  await primary.pool.query('insert into things values (1)');
  await expect
    .poll(async () => {
      await replica.measure();
      const { rows } = (await replica.database()?.pool.query('select id from things')) ?? { rows: [] };
      return rows;
    })
    .toEqual([{ id: 1 }]);
  const { rows } = await replica
    .database()!
    .pool.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  expect(rows).toEqual([{ standby: true }]);
  expect(replica.state()).toMatchObject({ usable: true });
});

test('refuses to write, also where it is no standby', async () => {
  const same = openReplica({
    url: server.primary.url(),
    applicationName: 'test-same',
    poolSize: 1,
    primary,
    everySecond: false,
  });
  await same.measure();
  expect(same.state()).toEqual({ usable: true, lagSeconds: 0 });
  for (const database of [replica.database()!, same.database()!])
    await expect(database.pool.query('insert into things values (9)')).rejects.toThrow(/read-only/);
  await same.close();
});

test('is left alone while it is too far behind, and asked again once it has caught up', async () => {
  await onStandby('select pg_wal_replay_pause()');
  await primary.pool.query('insert into things values (2)');
  await replica.measure();
  // Behind, but not far: still asked.
  expect(replica.state().usable).toBe(true);
  await expect
    .poll(
      async () => {
        await replica.measure();
        return replica.state().usable;
      },
      { timeout: 60_000 },
    )
    .toBe(false);
  expect(replica.database()).toBeUndefined();
  expect(replica.state().detail).toMatch(/^It is \d+ s behind\.$/);
  await onStandby('select pg_wal_replay_resume()');
  await expect
    .poll(async () => {
      await replica.measure();
      return (await replica.database()?.pool.query('select id from things order by id'))?.rows;
    })
    .toEqual([{ id: 1 }, { id: 2 }]);
});

test('is left alone after a read from it failed, until it has answered', async () => {
  replica.distrust(new Error('broke'));
  expect(replica.database()).toBeUndefined();
  await expect
    .poll(async () => {
      await replica.measure();
      return replica.state().usable;
    })
    .toBe(true);
});

test('is left alone when it is gone, and says so once', async () => {
  changes.length = 0;
  await server.stopStandby();
  await replica.measure();
  await replica.measure();
  expect(replica.state()).toEqual({ usable: false, lagSeconds: null, detail: 'It cannot be reached.' });
  expect(changes).toEqual([replica.state()]);
});
