import { counted } from '@pairwright/domain/counted';
import path from 'node:path';
import { markVerified } from '@pairwright/core/backups/backups.queries';
import type { ErasedAgain } from '@pairwright/core/own-data/erase-again.service';
import { openDatabase } from '@pairwright/db/database';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { timeLimits } from '@pairwright/db/time-limits';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import type { Config } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import packageJson from '../package.json' with { type: 'json' };
import { openPlace } from './backup/place.ts';
import { createProgress, type Progress, silentProgress } from './backup/progress.ts';
import { isEncrypted, readBackup } from './backup/read-backup.ts';
import { writeBackup } from './backup/write-backup.ts';
import { openForRestore, openInstallation } from './installation.ts';
import { knownPassphrase, newPassphrase, type PassphraseSource } from './passphrase.ts';
import { readErased } from './restore/erased-since.ts';
import { restore } from './restore/restore.ts';

/** What a command works with. */
export interface Operate {
  readonly config: Config;
  /** Relative names of files are meant from here. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
}

/** Of `pairwright restore`. */
export interface RestoreOptions {
  readonly passphraseFile?: string;
  /** An exported audit log. */
  readonly erased?: string;
}

export interface BackupOptions {
  readonly encrypt?: boolean;
  readonly passphraseFile?: string;
}

/** `pairwright backup`: writes everything into one file. */
export async function backup(
  operate: Operate,
  address: string | undefined,
  options: BackupOptions,
): Promise<void> {
  const source = passphraseSource(operate, options);
  const passphrase = options.encrypt === true ? await newPassphrase(source) : undefined;
  const place = await openPlace(operate.config, {
    address: addressOf(address, nameOf(new Date(), passphrase !== undefined)),
    folder: operate.folder,
  });
  const installation = await openInstallation(operate.config, say(operate));
  try {
    const db = await openDatabase({
      url: installation.url,
      applicationName: 'pairwright-backup',
      poolSize: 3,
    });
    const store = await openArtifactStore(operate.config);
    try {
      const id = systemIds.next();
      const progress = progressOf(operate);
      const productVersion = packageJson.version;
      const result = await writeBackup({ db, store, place, id, productVersion, passphrase, progress });
      const { missing, ...said } = result;
      for (const key of missing.slice(0, 10))
        say(operate)(`The artifact store does not have ${key}, which the database names.`);
      tell(
        operate,
        { ...said, missing },
        `${result.place}\n${counted(result.rows, 'row')} of ${counted(result.tables, 'table')} and ${counted(result.artifacts, 'file')}, ${counted(result.bytes, 'byte')}${result.encrypted ? ', encrypted' : ''}.${
          missing.length === 0
            ? ''
            : `\n${counted(missing.length, 'file that the database names was', 'files that the database names were')} not in the artifact store: run "pairwright doctor --deep".`
        }`,
      );
    } finally {
      await store.close();
      await db.close();
    }
  } finally {
    await installation.close();
    await place.close();
  }
}

/** `pairwright backup --verify`: reads a backup through; tells the installation, where there is one, that it is whole. */
export async function verify(operate: Operate, address: string, options: BackupOptions): Promise<void> {
  const place = await openPlace(operate.config, { address, folder: operate.folder });
  try {
    const passphrase = await knownPassphrase(passphraseSource(operate, options), await isEncrypted(place));
    const progress = progressOf(operate);
    progress.phase('Verifying', await place.size());
    const made = await readBackup(place, {}, { passphrase, onBytes: progress.advance });
    progress.end();
    const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
    const noted = await noteVerified(operate, made.id);
    const { id, startedAt: madeAt, productVersion, artifacts } = made;
    tell(
      operate,
      { id, madeAt, productVersion, rows, artifacts: artifacts.count, noted },
      `The backup of ${madeAt} is whole: ${counted(rows, 'row')} of ${counted(made.tables.length, 'table')} and ${counted(artifacts.count, 'file')}.`,
    );
  } finally {
    await place.close();
  }
}

/** False where this machine has not the installation that the backup is of, as on one that only keeps backups. */
async function noteVerified(operate: Operate, id: string): Promise<boolean> {
  try {
    const installation = await openInstallation(operate.config, say(operate));
    try {
      const db = await openDatabase({
        url: installation.url,
        applicationName: 'pairwright-backup',
        poolSize: 1,
        limits: timeLimits.probe,
      });
      try {
        return await markVerified(db.db, id);
      } finally {
        await db.close();
      }
    } finally {
      await installation.close();
    }
  } catch {
    return false;
  }
}

/** `pairwright restore`: puts a backup into an empty installation. */
export async function restoreBackup(
  operate: Operate,
  address: string,
  options: RestoreOptions,
): Promise<void> {
  const erased =
    options.erased === undefined ? undefined : await readErased(path.resolve(operate.folder, options.erased));
  const place = await openPlace(operate.config, { address, folder: operate.folder });
  try {
    const passphrase = await knownPassphrase(passphraseSource(operate, options), await isEncrypted(place));
    const migrationsDir = await findMigrationsDir(import.meta.dirname);
    const installation = await openForRestore(operate.config, say(operate));
    const store = await openArtifactStore(operate.config);
    try {
      const result = await restore({
        url: installation.url,
        accounts: operate.config.secrets.reveal().databaseAccounts,
        store,
        place,
        passphrase,
        migrationsDir,
        progress: progressOf(operate),
        log: say(operate),
        ...(erased === undefined ? {} : { erased }),
      });
      tell(
        operate,
        result,
        `Restored the backup of ${result.madeAt}: ${counted(result.rows, 'row')} of ${counted(result.tables, 'table')} and ${counted(result.artifacts, 'file')}${
          result.migrated.length === 0 ? '' : `; ${result.migrated.length} newer migrations were applied`
        }. Everybody signs in again.\n${sayErased(result.erasedAgain)}`,
      );
    } finally {
      await store.close();
      await installation.close();
    }
  } finally {
    await place.close();
  }
}

function sayErased(done: ErasedAgain | null): string {
  if (done === null)
    return 'Whoever was erased since this backup is back: erase them again, or restore with --erased and an exported audit log.';
  const owners =
    done.owners.length === 0
      ? ''
      : ` Owners are erased by hand, when they own nothing any more: ${done.owners.join(', ')}.`;
  return `${counted(done.erased.length, 'person', 'people')} erased again; ${done.gone.length} of the log were not there, or erased already.${owners}`;
}

/** Where a backup goes: what ends in a slash is a folder, and without an address it is this one. */
function addressOf(address: string | undefined, name: string): string {
  return address === undefined || address.endsWith('/') ? `${address ?? ''}${name}` : address;
}

function nameOf(now: Date, isEncrypted: boolean): string {
  const moment = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `pairwright-${moment}.tar${isEncrypted ? '.enc' : ''}`;
}

function passphraseSource(operate: Operate, { passphraseFile }: BackupOptions): PassphraseSource {
  const file = passphraseFile === undefined ? undefined : path.resolve(operate.folder, passphraseFile);
  return { file, env: operate.env, stdin: operate.stdin, stderr: operate.stderr };
}

function progressOf({ json, stderr }: Operate): Progress {
  return json ? silentProgress : createProgress(stderr);
}

function say({ json, stderr }: Operate): (line: string) => void {
  return (line) => void (json || stderr.write(`${line}\n`));
}

function tell({ json, stdout }: Operate, data: unknown, text: string): void {
  stdout.write(`${json ? JSON.stringify(data) : text}\n`);
}
