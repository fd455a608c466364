import { execFile } from 'node:child_process';
import { appendFile, chown, cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type LocalPostgres, startLocalPostgres } from '@pairwright/local-postgres/start';

const run = promisify(execFile);
const settings = {
  wal_level: 'replica',
  max_wal_senders: '4',
  wal_keep_size: '256MB',
  max_connections: '60',
  shared_buffers: '64MB',
};

/** Two servers, the second of which follows the first by streaming replication. */
export interface ReplicatedServer {
  readonly primary: LocalPostgres;
  readonly standby: LocalPostgres;
  /** Stops only the standby; safe before `stop`. */
  stopStandby(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server and a hot standby of it: the folder is copied between `pg_backup_start` and `pg_backup_stop`, as the manual says
 * for those without pg_basebackup. What is committed on the primary arrives on the standby by itself.
 */
export async function startReplicatedServer(): Promise<ReplicatedServer> {
  const [first, second] = await Promise.all(
    ['primary', 'standby'].map((name) => mkdtemp(path.join(tmpdir(), `pairwright-${name}-`))),
  );
  const primary = await startLocalPostgres({ dataDir: first!, ephemeral: true, settings });
  try {
    await letReplicate(primary, first!);
    await copyCluster(primary, first!, second!);
    const url = new URL(primary.url());
    const conninfo = `host=127.0.0.1 port=${primary.port} user=${url.username} password=${url.password}`;
    const standby = await startLocalPostgres({
      dataDir: second!,
      ephemeral: true,
      settings: { ...settings, primary_conninfo: conninfo },
    });
    return {
      primary,
      standby,
      stopStandby: () => standby.stop(),
      async stop() {
        await standby.stop();
        await primary.stop();
      },
    };
  } catch (error) {
    await primary.stop();
    await rm(second!, { recursive: true, force: true });
    throw error;
  }
}

async function withClient<T>(server: LocalPostgres, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function letReplicate(primary: LocalPostgres, folder: string): Promise<void> {
  await appendFile(
    path.join(folder, 'cluster/pg_hba.conf'),
    'host replication all 127.0.0.1/32 scram-sha-256\n',
  );
  await withClient(primary, (client) => client.query('select pg_reload_conf()'));
}

async function copyCluster(primary: LocalPostgres, from: string, to: string): Promise<void> {
  const source = path.join(from, 'cluster');
  const target = path.join(to, 'cluster');
  await withClient(primary, async (client) => {
    // Both ends of the backup belong to one session.
    await client.query(`select pg_backup_start('standby', true)`);
    await run('cp', ['-a', source, target]);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    );
    await rm(path.join(target, 'postmaster.pid'), { force: true });
    const { uid, gid } = await stat(source);
    for (const [name, text] of [
      ['backup_label', rows[0]!.labelfile],
      ['standby.signal', ''],
    ] as const) {
      const file = path.join(target, name);
      await writeFile(file, text, { mode: 0o600 });
      if (process.getuid?.() === 0) await chown(file, uid, gid);
    }
  });
  // The same superuser with the same password.
  await cp(path.join(from, 'password'), path.join(to, 'password'));
}
