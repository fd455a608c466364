import path from 'node:path';
import { vi } from 'vitest';
import { findMigrationsDir } from '@pairwright/db/migrate';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { systemIds } from '@pairwright/runtime/ids';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import {
  configOf,
  dumpTables,
  type Filled,
  fillInstallation,
  folderStoreIn,
  temporaryFolder,
} from './backup.fixture.ts';
import { openPlace } from './backup/place.ts';
import { silentProgress } from './backup/progress.ts';
import { type BackupRun, writeBackup } from './backup/write-backup.ts';
import type { RestoreRun } from './restore/restore.ts';

export const PASSPHRASE = 'correct horse 电池 staple';

/** Where a test file fills installations, backs them up and restores them; all of it goes with `close`. */
export class BackupStand {
  readonly path: string;
  readonly migrationsDir: string;
  readonly #ending: (() => unknown)[];
  #stores = 0;

  private constructor(folder: { path: string; remove(): Promise<void> }, migrationsDir: string) {
    this.path = folder.path;
    this.migrationsDir = migrationsDir;
    this.#ending = [() => folder.remove()];
  }

  static async open(): Promise<BackupStand> {
    // Whole installations are filled, written and restored.
    vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
    return new BackupStand(await temporaryFolder(), await findMigrationsDir(import.meta.dirname));
  }

  /** Does this at the end, the last one first. */
  atEnd(end: () => unknown): void {
    this.#ending.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.#ending.toReversed()) await end();
  }

  fileOf(name: string): string {
    return path.join(this.path, name);
  }

  placeOf(address: string, config = configOf({ PAIRWRIGHT_DATA: this.fileOf('data') })) {
    return openPlace(config, { address, folder: this.path });
  }

  async fill(store: ArtifactStore, how: { demo?: boolean } = {}): Promise<Filled> {
    const filled = await fillInstallation(store, how);
    this.atEnd(() => filled.database.close());
    return filled;
  }

  async emptyDatabase(): Promise<EmptyDatabase> {
    const database = await createEmptyDatabase();
    this.atEnd(() => database.close());
    return database;
  }

  emptyStore() {
    this.#stores += 1;
    return folderStoreIn(this.fileOf(`store-${this.#stores}`));
  }

  async backUp(filled: Filled, name: string, more: Partial<BackupRun> = {}) {
    return writeBackup({
      db: filled.database,
      store: filled.store,
      place: more.place ?? (await this.placeOf(name)),
      id: systemIds.next(),
      productVersion: '0.1.0',
      passphrase: undefined,
      progress: silentProgress,
      ...more,
    });
  }

  async restoreRun(name: string, more: Partial<RestoreRun> = {}): Promise<RestoreRun> {
    return {
      url: (await this.emptyDatabase()).url,
      accounts: undefined,
      store: await this.emptyStore(),
      place: more.place ?? (await this.placeOf(name)),
      passphrase: undefined,
      migrationsDir: this.migrationsDir,
      progress: silentProgress,
      log: () => undefined,
      ...more,
    };
  }
}

/** The last entry of the log, in the text of the row. */
const isRestore = (row: string): boolean => row.includes(',restoreBackup,backup,');

/** Every row as the backup saw it: without the entry of the restore, and how many of those there are. */
export async function asBackedUp(url: string): Promise<{ tables: Map<string, string[]>; restores: number }> {
  const tables = await dumpTables(url);
  const log = tables.get('audit_events') ?? [];
  const others = log.filter((row) => !isRestore(row));
  return { tables: tables.set('audit_events', others), restores: log.length - others.length };
}

export const sentenceOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  );
