import { hostname, userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { recordBackup } from '@pairwright/core/backups/record-backup';
import type { Database } from '@pairwright/db/database';
import { ADVISORY_LOCK } from '@pairwright/db/migrate';
import { type ArtifactStore, pump, type Written } from '@pairwright/runtime/artifacts/store';
import { OperateError } from '../operate-error.ts';
import { addArtifacts } from './add-artifacts.ts';
import { type ArtifactList, listArtifacts } from './artifact-list.ts';
import { encrypted } from './encryption.ts';
import { FORMAT, FORMAT_VERSION, HEAD, type Head, MANIFEST, MANIFEST_SUM, type Manifest } from './format.ts';
import type { BackupPlace } from './place.ts';
import type { Progress } from './progress.ts';
import { beginSnapshot, copyTable, exportSnapshot } from './snapshot.ts';
import { type BackupTable, LEFT_OUT, listSequences, listTables } from './tables.ts';
import { TarWriter } from './tar-writer.ts';

export interface BackupRun {
  readonly db: Database;
  readonly store: ArtifactStore;
  readonly place: BackupPlace;
  readonly id: string;
  readonly productVersion: string;
  /** Undefined: not encrypted. */
  readonly passphrase: string | undefined;
  readonly progress: Progress;
  /** For tests: told the exported snapshot before the first row is read. */
  readonly onSnapshot?: (snapshot: string) => Promise<void>;
}

export interface BackupResult {
  readonly id: string;
  readonly place: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encrypted: boolean;
  readonly tables: number;
  readonly rows: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
  readonly missing: readonly string[];
}

/**
 * Writes everything of record into one file: the tables as one moment saw them, then every file that they name. Nobody waits
 * for it. The file gets its name when it is whole, and the backup its row in the database. Throws OperateError, ArtifactError.
 */
export async function writeBackup(run: BackupRun): Promise<BackupResult> {
  const writer = await run.place.openWriter();
  const tar = new TarWriter();
  let failure: Error | undefined;
  // What broke first is what there is to tell; the other side only says that it was broken off.
  const breakOff = (error: unknown): undefined => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    tar.abort(failure);
  };
  const filling = fill(run, tar).catch(breakOff);
  const bytes = run.passphrase === undefined ? tar.bytes : encrypted(tar.bytes, run.passphrase);
  const written = await pump(writer, bytes).catch(breakOff);
  const made = await filling;
  if (made === undefined || written === undefined) throw failure;
  return record(run, made, written);
}

async function record(run: BackupRun, made: Manifest, { size, sha256 }: Written): Promise<BackupResult> {
  const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
  const { count, bytes: artifactBytes, missing } = made.artifacts;
  const isEncrypted = run.passphrase !== undefined;
  await recordBackup(run.db, {
    id: run.id,
    started_at: made.startedAt,
    destination: run.place.name,
    host: made.host,
    made_by: made.madeBy,
    product_version: made.productVersion,
    bytes: size,
    sha256,
    encrypted: isEncrypted,
    table_count: made.tables.length,
    row_count: rows,
    artifact_count: count,
    artifact_bytes: artifactBytes,
    artifacts_missing: missing.length,
  });
  return {
    id: run.id,
    place: run.place.name,
    bytes: size,
    sha256,
    encrypted: isEncrypted,
    tables: made.tables.length,
    rows,
    artifacts: count,
    artifactBytes,
    missing,
  };
}

async function fill(run: BackupRun, tar: TarWriter): Promise<Manifest> {
  const read = await copyTables(run, tar);
  try {
    run.progress.phase('Files', read.list.bytes);
    const artifacts = await addArtifacts({ ...run, tar, pool: run.db.pool }, read.list, run.progress.advance);
    run.progress.end();
    const manifest: Manifest = {
      ...read.head,
      tables: read.tables,
      sequences: read.sequences,
      artifacts,
      finishedAt: new Date().toISOString(),
    };
    const { sha256 } = await tar.add(MANIFEST, json(manifest));
    await tar.add(MANIFEST_SUM, Buffer.from(`${sha256}  ${MANIFEST}\n`));
    tar.end();
    return manifest;
  } finally {
    await read.list.remove();
  }
}

interface Read {
  readonly head: Head;
  readonly tables: Manifest['tables'];
  readonly sequences: Manifest['sequences'];
  readonly list: ArtifactList;
}

/** The snapshot is held while tables are read, not while files are copied: it keeps the database from tidying up. */
async function copyTables(run: BackupRun, tar: TarWriter): Promise<Read> {
  const client = await run.db.pool.connect();
  try {
    await keepSchema(client);
    await beginSnapshot(client);
    if (run.onSnapshot !== undefined) await run.onSnapshot(await exportSnapshot(client));
    const tables = await listTables(client);
    const head = await describe(run, client, tables);
    await tar.add(HEAD, json(head));
    run.progress.phase(
      'Rows',
      tables.reduce((sum, { estimatedRows }) => sum + estimatedRows, 0),
    );
    const copied: Manifest['tables'] = [];
    for (const table of tables) {
      const { name, columns } = table;
      copied.push({
        name,
        columns: [...columns],
        ...(await copyTable({ client, tar }, table, run.progress.advance)),
      });
    }
    const list = await listArtifacts(client);
    const sequences = await listSequences(client);
    return { head, tables: copied, sequences, list };
  } finally {
    // Closes the connection, and with it the snapshot and the lock.
    client.release(true);
  }
}

/** Migrations wait until the tables are read; one that runs is waited for. Held by the connection, which is closed afterwards. */
async function keepSchema(client: pg.PoolClient): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock_shared($1) as got', [
      ADVISORY_LOCK,
    ]);
    if (rows[0]?.got === true) return;
    await delay(100);
  }
  throw new OperateError('This database is being migrated. Make the backup when that is done.');
}

async function describe(
  { id, productVersion }: BackupRun,
  client: pg.PoolClient,
  tables: readonly BackupTable[],
): Promise<Head> {
  const migrations = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from pairwright_migrations order by name',
  );
  const server = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    id,
    productVersion,
    postgresVersion: server.rows[0]?.version ?? '',
    startedAt: new Date().toISOString(),
    host: hostname(),
    madeBy: userInfo().username,
    migrations: migrations.rows,
    tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
    leftOut: [...LEFT_OUT],
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
