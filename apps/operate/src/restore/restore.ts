import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type pg from 'pg';
import { recordRestore } from '@pairwright/core/backups/record-backup';
import { eraseAgain, type ErasedAgain } from '@pairwright/core/own-data/erase-again.service';
import { bringUpToDate } from '@pairwright/core/system/bring-up-to-date';
import type { AccountUrls } from '@pairwright/db/accounts/roles';
import { connectClient } from '@pairwright/db/connect';
import { openDatabase } from '@pairwright/db/database';
import { migrate, readMigrations } from '@pairwright/db/migrate';
import { markFilled, removeRestoreMarker, setRestoreMarker } from '@pairwright/db/restore-marker';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { FORMAT_VERSION, type Head } from '../backup/format.ts';
import type { BackupPlace } from '../backup/place.ts';
import type { Progress } from '../backup/progress.ts';
import { readBackup, readHead } from '../backup/read-backup.ts';
import { OperateError } from '../operate-error.ts';
import { checkTarget } from './check-target.ts';
import { beginLoad, setSequences, type TableLoad } from './load-tables.ts';

export interface RestoreRun {
  readonly url: string;
  /** Accounts of the processes: a backup holds none. */
  readonly accounts: AccountUrls | undefined;
  readonly store: ArtifactStore;
  readonly place: BackupPlace;
  readonly passphrase: string | undefined;
  readonly migrationsDir: string;
  readonly progress: Progress;
  readonly log: (line: string) => void;
  /** Who was erased since the backup: they are erased again before anybody is let in. */
  readonly erased?: readonly string[];
  /** For tests: called between the rows and the files. */
  readonly afterRows?: () => Promise<void>;
  /** For tests: called when all is there and nobody is erased yet. */
  readonly beforeErasing?: () => Promise<void>;
}

export interface RestoreResult {
  readonly id: string;
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly artifacts: number;
  readonly missing: readonly string[];
  /** Migrations that were applied after the rows. */
  readonly migrated: readonly string[];
  /** What became of those who were erased since; null where nobody was named. */
  readonly erasedAgain: ErasedAgain | null;
}

/**
 * Puts a backup into an empty database and an empty store. It is read through before anything is touched; from then on a mark in
 * the database keeps every other process out until all is there, and the same restore may be run again. Throws OperateError,
 * DatabaseUnreachable, MigrationError, ArtifactError.
 */
export async function restore(run: RestoreRun): Promise<RestoreResult> {
  const head = await readHead(run.place, run.passphrase);
  await refuseNewer(head, run.migrationsDir);
  const client = await connectClient({ url: run.url, applicationName: 'pairwright-restore' });
  try {
    const target = await checkTarget({ client, store: run.store }, head.id);
    await refuseCompany(client);
    run.progress.phase('Checking', await run.place.size());
    const sum = createHash('sha256');
    const how = { passphrase: run.passphrase, onBytes: run.progress.advance, sum };
    const made = await readBackup(run.place, {}, how);
    run.progress.end();
    if (target !== 'filled') {
      await fill(run, client, head);
      await markFilled(client);
    }
    const { migrated, erasedAgain } = await eraseThose(run);
    await removeRestoreMarker(client);
    await client.query('analyze');
    migrated.push(...(await bringUpToDate({ ...run, dir: run.migrationsDir })));
    const result = {
      id: made.id,
      madeAt: made.startedAt,
      tables: made.tables.length,
      rows: made.tables.reduce((total, { rows }) => total + rows, 0),
      artifacts: made.artifacts.count,
      missing: made.artifacts.missing,
      migrated,
      erasedAgain,
    };
    await record(run, result, sum.digest('hex'));
    return result;
  } finally {
    await client.end();
  }
}

/** After the migrations: the log may be younger than the backup. */
async function record(run: RestoreRun, result: RestoreResult, sha256: string): Promise<void> {
  const { id, madeAt, rows, artifacts } = result;
  const db = await openDatabase({ url: run.url, applicationName: 'pairwright-restore', poolSize: 1 });
  try {
    await recordRestore(db, {
      id,
      source: run.place.name,
      host: hostname(),
      restoredBy: userInfo().username,
      madeAt,
      sha256,
      rows,
      artifacts,
    });
  } finally {
    await db.close();
  }
}

/** While the mark keeps everybody out: they were promised to be gone. Erasing is of this version, so its migrations come first. */
async function eraseThose(run: RestoreRun): Promise<{ migrated: string[]; erasedAgain: ErasedAgain | null }> {
  if (run.erased === undefined) return { migrated: [], erasedAgain: null };
  const all = new Set((await readMigrations(run.migrationsDir)).map(({ name }) => name));
  const { applied } = await migrate({ url: run.url, dir: run.migrationsDir, restoreLevel: all });
  await run.beforeErasing?.();
  const db = await openDatabase({
    url: run.url,
    applicationName: 'pairwright-restore',
    poolSize: 1,
    inRestore: true,
  });
  try {
    return { migrated: applied, erasedAgain: await eraseAgain({ db }, run.erased) };
  } finally {
    await db.close();
  }
}

async function fill(run: RestoreRun, client: pg.Client, head: Head): Promise<void> {
  await setRestoreMarker(client, head.id);
  await migrate({
    url: run.url,
    dir: run.migrationsDir,
    restoreLevel: new Set(head.migrations.map(({ name }) => name)),
  });
  run.progress.phase('Restoring', await run.place.size());
  let load: TableLoad | undefined;
  const made = await readBackup(
    run.place,
    {
      head: async (seen) => {
        if (seen.id !== head.id) throw new OperateError('The backup was replaced while it was restored.');
        load = await beginLoad(client, seen);
      },
      rows: async (table, text) => load?.rows(table, text),
      rowsEnd: async () => {
        await load?.end();
        await run.afterRows?.();
      },
      artifact: async (key, body) => void (await run.store.write(key, body)),
    },
    { passphrase: run.passphrase, onBytes: run.progress.advance },
  );
  await setSequences(client, made.sequences);
  run.progress.end();
}

async function refuseNewer(head: Head, dir: string): Promise<void> {
  const newer = (what: string): OperateError =>
    new OperateError(
      `The backup was made by a newer version of Pairwright (${head.productVersion}): ${what}. Restore it with that version or a later one.`,
    );
  if (head.formatVersion > FORMAT_VERSION)
    throw newer(`its format is ${head.formatVersion}, and this version reads up to ${FORMAT_VERSION}`);
  const files = new Map((await readMigrations(dir)).map(({ name, sha256 }) => [name, sha256]));
  const unknown = head.migrations.filter(({ name }) => !files.has(name)).map(({ name }) => name);
  if (unknown.length > 0) throw newer(`it has ${unknown.join(', ')}, which this version does not know`);
  const changed = head.migrations.filter(({ name, sha256 }) => files.get(name) !== sha256);
  if (changed.length > 0)
    throw new OperateError(
      `The backup was made with other texts of the migrations ${changed.map(({ name }) => name).join(', ')}. Restore it with the version that made it (${head.productVersion}).`,
    );
}

/** Somebody who works in the database meanwhile would see half of it. */
async function refuseCompany(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct coalesce(nullif(application_name, ''), 'an unnamed program') as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
  if (rows.length === 0) return;
  throw new OperateError(
    `Somebody else is connected to this database: ${rows.map(({ name }) => name).join(', ')}. Stop them, then restore.`,
  );
}
