import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigError, readConfig } from '@pairwright/runtime/env';
import {
  backup,
  type BackupOptions,
  type Operate,
  restoreBackup,
  type RestoreOptions,
  verify,
} from './commands.ts';
import { doctor, type DoctorOptions } from './doctor/command.ts';
import { exitCodes } from './operate-error.ts';
import { changeOwner, showOwners } from './owners.ts';
import { makePasswordLink } from './password-link.ts';

export interface Streams extends Pick<Operate, 'stdout' | 'stderr' | 'stdin'> {
  readonly folder: string;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly data?: string;
}

/** Runs one command line and gives the exit code; never throws. */
export async function runOperate(
  argv: readonly string[],
  env: Operate['env'],
  streams: Streams,
): Promise<number> {
  const ending: { code: number } = { code: exitCodes.ok };
  const program = buildProgram({ env, streams, ending });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return ending.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const message = error instanceof Error ? error.message : String(error);
    const { json } = program.opts<GlobalOptions>();
    streams.stderr.write(json === true ? `${JSON.stringify({ error: { message } })}\n` : `${message}\n`);
    return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed;
  }
}

interface Running {
  readonly env: Operate['env'];
  readonly streams: Streams;
  readonly ending: { code: number };
}

function buildProgram({ env, streams, ending }: Running): Command {
  const program = new Command('pairwright')
    .description(
      'Back up, restore and examine an installation of Pairwright, and let people in who cannot get in. Reads the configuration of its processes.',
    )
    .option('--json', 'one JSON value on standard output, errors as JSON on standard error')
    .option('--data <folder>', 'data folder (PAIRWRIGHT_DATA)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });
  const dataIn = (data: string | undefined): string | undefined =>
    data === undefined ? undefined : path.resolve(streams.folder, data);
  const settings = (): Operate => {
    const { json = false, data } = program.opts<GlobalOptions>();
    return { ...streams, env, json, config: readConfig(withData(env, dataIn(data))) };
  };
  addBackup(program, settings);
  addOwner(program, settings);
  program
    .command('password-link')
    .description('make a link for a new password, for when nobody else can; good once, for an hour')
    .argument('<email>', 'e-mail of an account')
    .action((email: string) => makePasswordLink(settings(), email));
  program
    .command('restore')
    .description('put a backup into an empty database and an empty artifact store')
    .argument('<source>', 'file, or s3://bucket/key')
    .option(
      '--passphrase-file <file>',
      'file with the passphrase (else PAIRWRIGHT_BACKUP_PASSPHRASE, else asked for)',
    )
    .option(
      '--erased <file>',
      'an audit log that "pairwright audit export" wrote: whoever was erased since the backup is erased again',
    )
    .action((source: string, options: RestoreOptions) => restoreBackup(settings(), source, options));
  program
    .command('doctor')
    .description('look for the usual faults of an installation; each has a name, a remedy and an exit code')
    .option('--deep', 'look for every file that the database names, not for a sample')
    .option('--strict', 'warnings end with an error too')
    .addOption(
      new Option('--min-free <MiB>', 'free space that must be there').argParser(wholeNumber).default(1_024),
    )
    .action(async (options: DoctorOptions) => {
      const { json = false, data } = program.opts<GlobalOptions>();
      ending.code = await doctor({ ...streams, json, env: withData(env, dataIn(data)) }, options);
    });
  return program;
}

function addBackup(program: Command, settings: () => Operate): void {
  program
    .command('backup')
    .description('write database and artifacts into one file, or verify such a file')
    .argument(
      '[destination]',
      'file, or s3://bucket/key; in a folder that ends in a slash, or in this one, pairwright-<time>.tar',
    )
    .option('--encrypt', 'encrypt with a passphrase: PAIRWRIGHT_BACKUP_PASSPHRASE, a file, or asked for')
    .option('--passphrase-file <file>', 'file with the passphrase')
    .option('--verify <source>', 'make no backup: read this one through and check every sum')
    .action(async (address: string | undefined, options: BackupOptions & { verify?: string }) => {
      if (options.verify === undefined) return backup(settings(), address, options);
      return verify(settings(), options.verify, options);
    });
}

function addOwner(program: Command, settings: () => Operate): void {
  const owner = program
    .command('owner')
    .description('who owns the installation, for when no owner can sign in; each change is in the audit log');
  owner
    .command('list')
    .description('the owners')
    .action(() => showOwners(settings()));
  for (const [name, change, description] of [
    ['add', 'take_in', 'make the person with this e-mail an owner'],
    ['end', 'end', 'the person with this e-mail is an owner no more; one active owner always stays'],
  ] as const)
    owner
      .command(name)
      .description(description)
      .argument('<email>', 'e-mail of an account')
      .option('--confirm <email>', 'the same e-mail again, where nobody can be asked')
      .action((email: string, { confirm }: { confirm?: string }) =>
        changeOwner(settings(), email, { change, confirm }),
      );
}

function withData(env: Operate['env'], data: string | undefined): Operate['env'] {
  return data === undefined ? env : { ...env, PAIRWRIGHT_DATA: data };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
