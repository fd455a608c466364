import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import pg from 'pg';
import { expect } from 'vitest';
import { type Database, openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { type LocalPostgres, startLocalPostgres } from '@pairwright/local-postgres/start';
import { systemIds } from '@pairwright/runtime/ids';
import { configOf, temporaryFolder, until } from './backup.fixture.ts';
import { examine } from './doctor/examine.ts';
import type { Examined, FaultName } from './doctor/faults.ts';
import { type Limits, usualLimits } from './doctor/patient.ts';
import { reportText } from './doctor/report.ts';
import { runOperate } from './program.ts';

export interface Case {
  readonly env?: Record<string, string>;
  readonly limits?: Partial<Limits>;
  readonly deep?: boolean;
  readonly url?: string;
  readonly dir?: string;
  readonly now?: () => number;
}

/** An installation with a server as people have it, durable, and what answers at its address. */
export interface Installation {
  readonly folder: string;
  readonly migrationsDir: string;
  readonly server: LocalPostgres;
  readonly db: Database;
  readonly url: string;
  readonly publicUrl: string;
  /** Is done after the tests, the last one first. */
  readonly ending: (() => unknown)[];
  close(): Promise<void>;
}

export async function openInstallation(): Promise<Installation> {
  const folder = await temporaryFolder();
  const migrationsDir = await findMigrationsDir(import.meta.dirname);
  const ending: (() => unknown)[] = [];
  const server = await startLocalPostgres({ dataDir: path.join(folder.path, 'postgres') });
  ending.push(() => server.stop());
  await onServer(server, 'create database pairwright');
  const url = server.url('pairwright');
  await migrate({ url, dir: migrationsDir });
  const db = await openDatabase({ url, applicationName: 'pairwright-test', poolSize: 3 });
  ending.push(() => db.close());
  // What is asked of the API is its address, its version and its clock.
  const api = createServer((_request, response) =>
    response.end(JSON.stringify({ status: 'ok', version: '0.1.0' })),
  );
  const publicUrl = await listening(ending, api);
  const close = async (): Promise<void> => {
    for (const end of ending.reverse()) await end();
    await folder.remove();
  };
  return { folder: folder.path, migrationsDir, server, db, url, publicUrl, ending, close };
}

/** The address of a server that ends with the tests. */
export async function listening(ending: Installation['ending'], one: Server): Promise<string> {
  await new Promise<void>((resolve) => void one.listen(0, '127.0.0.1', resolve));
  ending.push(() => one.close());
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
}

export async function onServer(server: LocalPostgres, sql: string, database = 'postgres'): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(database) });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Changes a setting of the whole server and waits until it holds. */
export async function setForServer({ server, db }: Installation, name: string, value: string): Promise<void> {
  await onServer(server, `alter system set ${name} = ${value}`);
  await onServer(server, 'select pg_reload_conf()');
  await until(async () => {
    const { rows } = await db.pool.query<{ value: string }>(`select current_setting('${name}') as value`);
    expect(rows[0]!.value).toBe(value);
  });
}

export const insertBackup = ({ db }: Installation, age: string) =>
  db.pool.query(
    `insert into backups (id, started_at, finished_at, destination, host, made_by, product_version, bytes, sha256, encrypted,
       table_count, row_count, artifact_count, artifact_bytes, artifacts_missing)
     values ($1, now() - $2::interval, now() - $2::interval, '/backups/one.tar', 'a', 'b', '0.1.0', 1, repeat('a', 64), true, 1, 1, 0, 0, 0)`,
    [systemIds.next(), age],
  );

export function examined(of: Installation, given: Case = {}): Promise<Examined[]> {
  const data = { PAIRWRIGHT_DATA: of.folder, PUBLIC_URL: of.publicUrl };
  return examine({
    config: configOf({ ...data, DATABASE_URL: given.url ?? of.url, ...given.env }),
    url: given.url ?? of.url,
    migrationsDir: given.dir ?? of.migrationsDir,
    limits: { ...usualLimits, freeBytes: 1, ...given.limits },
    deep: given.deep ?? false,
    now: given.now ?? Date.now,
  });
}

/** Examines, expects just these faults and warnings, and gives what is said. */
export async function findsIn(
  of: Installation,
  names: readonly FaultName[],
  given: Case = {},
): Promise<string> {
  const all = await examined(of, given);
  const found = [...new Set(all.flatMap(({ findings }) => findings.map(({ fault }) => fault)))];
  const text = reportText(all);
  expect(found, text).toEqual(names);
  for (const { remedy } of all.flatMap(({ findings }) => findings)) expect(remedy.length).toBeGreaterThan(10);
  return text;
}

/** Runs a command of operators in the folder of the installation. */
export async function runIn({ folder }: Installation, env: Record<string, string>, ...argv: string[]) {
  const stdout = new PassThrough();
  let out = '';
  stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  const streams = { stdout, stderr: new PassThrough(), stdin: new PassThrough(), folder };
  return { code: await runOperate(argv, env, streams), out: () => out };
}
