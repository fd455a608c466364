import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, fileProblem, LocalPostgresError } from './errors.ts';

/** What lies in a data folder. Everything but `cluster` belongs to the person who starts the server. */
export interface DataDir {
  root: string;
  /** PostgreSQL's own folder. */
  cluster: string;
  /** The same while it is being made; renamed when complete. */
  unfinished: string;
  password: string;
  record: string;
  lock: string;
  log: string;
}

export function dataDirAt(root: string): DataDir {
  const at = (name: string): string => path.join(root, name);
  return {
    root,
    cluster: at('cluster'),
    unfinished: at('cluster.unfinished'),
    password: at('password'),
    record: at('server.json'),
    lock: at('lock.json'),
    log: at('server.log'),
  };
}

/** Makes the folder and proves that it can be written. */
export async function prepareDataDir(dir: DataDir): Promise<void> {
  try {
    await mkdir(dir.root, { recursive: true, mode: 0o700 });
    const probe = path.join(dir.root, `.write-${randomUUID()}`);
    await writeFile(probe, 'x');
    await rm(probe);
    // Elsewhere than on Linux an unprivileged server started by root must be able to walk through the folder.
    if (process.platform === 'darwin' && process.getuid?.() === 0) await chmod(dir.root, 0o711);
  } catch (error) {
    throw fileProblem(dir.root, error);
  }
}

function damaged(dir: DataDir, what: string): LocalPostgresError {
  return new LocalPostgresError('data_dir_damaged', damagedMessage(dir, what));
}

export function damagedMessage(dir: DataDir, what: string): string {
  return (
    `The database in ${dir.root} is damaged: ${what}. Put back a copy of that folder from a backup, ` +
    'or move it away to start with an empty database (choose another place with --data DIR).'
  );
}

async function majorOf(dir: DataDir): Promise<number> {
  const text = await readFile(path.join(dir.cluster, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT')
      throw damaged(dir, 'the file cluster/PG_VERSION is missing while other files are there');
    throw fileProblem(dir.root, error);
  });
  const major = Number(text.trim());
  if (!Number.isInteger(major)) throw damaged(dir, 'the file cluster/PG_VERSION holds no version');
  return major;
}

/** Whether a database is there. Throws when what is there cannot be used by this PostgreSQL major. */
export async function inspectCluster(dir: DataDir, major: number): Promise<'absent' | 'present'> {
  const entries = await readdir(dir.cluster).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileProblem(dir.root, error);
  });
  if (entries.length === 0) {
    if ((await readRecord(dir)) === undefined) return 'absent';
    throw damaged(
      dir,
      'the folder cluster is empty or missing, yet server.json says that a database was made here',
    );
  }
  const found = await majorOf(dir);
  if (found !== major) {
    throw new LocalPostgresError(
      'data_dir_wrong_major',
      `The database in ${dir.root} was made by PostgreSQL ${found}; this release of Pairwright brings PostgreSQL ${major}. ` +
        'Start the release that made it, take a backup there, and restore that into an empty folder; or choose another folder with --data DIR.',
    );
  }
  const control = await stat(path.join(dir.cluster, 'global/pg_control')).catch(() => undefined);
  if (control === undefined || control.size === 0)
    throw damaged(dir, 'the file cluster/global/pg_control is missing or empty');
  return 'present';
}

/** What is remembered from start to start. */
export interface ServerRecord {
  major: number;
  port?: number;
}

export async function readRecord(dir: DataDir): Promise<ServerRecord | undefined> {
  try {
    return JSON.parse(await readFile(dir.record, 'utf8')) as ServerRecord;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    // The record is a convenience: the port is chosen anew and the major stands in the cluster too.
    if (error instanceof SyntaxError) return undefined;
    throw fileProblem(dir.root, error);
  }
}

export async function writeRecord(dir: DataDir, record: ServerRecord): Promise<void> {
  try {
    await writeFile(dir.record, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  } catch (error) {
    throw fileProblem(dir.root, error);
  }
}
