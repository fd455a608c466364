import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import { damagedMessage, type DataDir, writeRecord } from './data-dir.ts';
import { diskFullMessage, errorCode, fileProblem, LocalPostgresError } from './errors.ts';
import { runCommand, type RunAs } from './run-command.ts';

export interface ClusterContext {
  dir: DataDir;
  binaries: Binaries;
  runAs: RunAs;
  log: (message: string) => void;
}

export const superuser = 'postgres';

const hba = `# Written by Pairwright: this machine only, password only.
host all all 127.0.0.1/32 scram-sha-256
`;

/**
 * The name by which the server reaches its own folder. Run by root for another account on Linux, that account may be
 * unable to walk the path (a checkout under /root), while the working directory it starts in is always open to it.
 */
export function clusterArgument(cluster: string, runAs: RunAs): string {
  return runAs !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

async function initdb(context: ClusterContext, options: string[]): Promise<void> {
  const { dir, binaries, runAs } = context;
  const args = [
    '-D',
    clusterArgument(dir.unfinished, runAs),
    '-U',
    superuser,
    '--auth=trust',
    '--no-instructions',
  ];
  args.push(
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...options,
  );
  const { code, stdout, stderr } = await runCommand(binaries.initdb, args, { runAs, cwd: dir.unfinished });
  if (code === 0) return;
  if (/No space left on device/.test(stdout + stderr))
    throw new LocalPostgresError('disk_full', diskFullMessage(dir.root));
  throw new LocalPostgresError(
    'start_failed',
    `A new database could not be made in ${dir.root}: ${stderr.trim() || `exit code ${code}`}`,
  );
}

/** Gives the superuser a password without a server running, so that no moment exists in which it has none. */
async function setPassword(context: ClusterContext, cluster: string, password: string): Promise<void> {
  const { dir, binaries, runAs } = context;
  const { code, stderr } = await runCommand(
    binaries.postgres,
    [
      '--single',
      '-D',
      clusterArgument(cluster, runAs),
      '-c',
      'password_encryption=scram-sha-256',
      'postgres',
    ],
    { runAs, cwd: cluster, input: `alter role ${superuser} password '${password}'\n` },
  );
  const fault = /(?:ERROR|FATAL|PANIC): .*/.exec(stderr)?.[0];
  if (code === 0 && fault === undefined) return;
  throw new LocalPostgresError(
    'data_dir_damaged',
    damagedMessage(dir, fault ?? `the server ended with code ${code}`),
  );
}

async function writePassword(dir: DataDir, password: string): Promise<void> {
  await writeFile(dir.password, `${password}\n`, { mode: 0o600 });
  await chmod(dir.password, 0o600);
}

/** Makes an empty database. Interrupted at any point it leaves nothing that the next start would take for one. */
export async function createCluster(context: ClusterContext, options: { ephemeral: boolean }): Promise<void> {
  const { dir, runAs } = context;
  try {
    await rm(dir.unfinished, { recursive: true, force: true });
    await rm(dir.cluster, { recursive: true, force: true }); // Known to be empty or absent.
    await mkdir(dir.unfinished, { mode: 0o700 });
    if (runAs !== undefined) await chown(dir.unfinished, runAs.uid, runAs.gid);
    await initdb(context, options.ephemeral ? ['--no-sync', '--no-data-checksums'] : []);
    const password = randomBytes(24).toString('base64url');
    await setPassword(context, dir.unfinished, password);
    await writeFile(path.join(dir.unfinished, 'pg_hba.conf'), hba);
    await writePassword(dir, password);
    await rename(dir.unfinished, dir.cluster);
    await writeRecord(dir, { major: context.binaries.major });
  } catch (error) {
    throw fileProblem(dir.root, error);
  }
}

/** The superuser's password. A lost password file is made anew: whoever may write the folder owns the database. */
export async function ensurePassword(context: ClusterContext): Promise<string> {
  const { dir } = context;
  try {
    const known = (await readFile(dir.password, 'utf8')).trim();
    if (known !== '') return known;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileProblem(dir.root, error);
  }
  context.log(`The password file ${dir.password} is gone; setting a new password.`);
  const password = randomBytes(24).toString('base64url');
  await setPassword(context, dir.cluster, password);
  await writePassword(dir, password);
  return password;
}
