import { languagePolicy } from '@pairwright/contract/import-languages';
import { ratingVotes } from '@pairwright/contract/import-ratings';
import { personalDataPolicy } from '@pairwright/contract/personal-data';
import { exportCompressions, exportContainers } from '@pairwright/domain/export-containers';
import { targetNames } from '@pairwright/formats/convert/target';
import { templateNames } from '@pairwright/formats/out/templates';
import { Command, CommanderError, Option } from 'commander';
import { type Cli, openCli, toCliError } from './app-context.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { convert, type ConvertOptions } from './commands/convert.ts';
import { importFile, type ImportOptions } from './commands/import.ts';
import { login, type LoginOptions, logout } from './commands/login.ts';
import { type CopyOptions, projectCopy } from './commands/project-copy.ts';
import { projectList } from './commands/project-list.ts';
import { status } from './commands/status.ts';
import { createOutput, type Streams } from './output.ts';
import { addAudit } from './program-audit.ts';
import { addCancel, addDiff, addWhy } from './program-versions.ts';
import { addExport, addHealth, addPull, addPush, wholeNumber } from './program-export.ts';

interface GlobalOptions {
  readonly json: boolean;
  readonly server?: string;
}

/** Runs one command line and gives the exit code; never throws. */
export async function runCli(argv: readonly string[], env: Cli['env'], streams: Streams): Promise<number> {
  const program = buildProgram(env, streams);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { json, server } = program.opts<GlobalOptions>();
    const failure =
      error instanceof CliError
        ? error
        : toCliError(error, server ?? env['PAIRWRIGHT_SERVER'] ?? 'the server');
    if (json)
      streams.stderr.write(
        `${JSON.stringify({ error: { reason: failure.reason, message: failure.message, ...failure.data } })}\n`,
      );
    else streams.stderr.write(`${failure.message}\n`);
    return exitCodes[failure.reason];
  }
}

function buildProgram(env: Cli['env'], streams: Streams): Command {
  const program = new Command('pairwright')
    .description('Import model outputs and export preference datasets of a Pairwright server.')
    .option('--json', 'one JSON value on standard output, errors as JSON on standard error', false)
    .option('--server <address>', 'address of the server (PAIRWRIGHT_SERVER, else the one of "login")')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nFor those who operate an installation: backup, restore, doctor, owner, password-link; "pairwright backup --help" lists them.',
    );

  /** Opens the connection first, so that every command starts the same way. */
  const run = async (action: (cli: Cli) => Promise<void>): Promise<void> => {
    const { json, server } = program.opts<GlobalOptions>();
    const cli = await openCli({ env, out: createOutput(json, streams), server });
    try {
      await action(cli);
    } catch (error) {
      throw toCliError(error, cli.settings.server);
    }
  };

  program
    .command('login')
    .description('sign in and keep an API token for this machine')
    .option('--email <email>', 'account; asked for when left out')
    .option('--password-stdin', 'read the password from standard input')
    .option('--token <token>', 'use a token made under Account, API tokens')
    .addOption(new Option('--days <days>', 'life of the token').argParser(wholeNumber(1, 365)).default(90))
    .action((options: LoginOptions) => run((cli) => login(cli, options)));
  program
    .command('logout')
    .description('forget the token on this machine')
    .action(() => run(logout));
  program
    .command('status')
    .description('health of the server, who I am, how far my projects are')
    .action(() => run(status));
  addProject(program, run);
  addImport(program, run);
  addExport(program, run);
  addPull(program, run);
  addCancel(program, run);
  addHealth(program, run);
  addDiff(program, run);
  addWhy(program, run);
  addAudit(program, run);
  addConvert(program, streams);
  addPush(program, run);
  return program;
}

export type Run = (action: (cli: Cli) => Promise<void>) => Promise<void>;

function addProject(program: Command, run: Run): void {
  const project = program.command('project').description('projects');
  project
    .command('list')
    .description('projects I may see')
    .action(() => run(projectList));
  project
    .command('copy <project>')
    .description('make a project with the question, guidelines, policy, pay and settings of another one')
    .requiredOption('-n, --name <name>', 'name of the new one')
    .action((wanted: string, options: CopyOptions) => run((cli) => projectCopy(cli, wanted, options)));
}

function addImport(program: Command, run: Run): void {
  program
    .command('import')
    .description(
      'upload a file of prompts, responses and votes, or let the server fetch one, and add its comparisons',
    )
    .argument(
      '[file]',
      'JSON lines, JSON, CSV, TSV or Parquet, plain or as .gz, .zst or .zip; or the folder of a data set',
    )
    .requiredOption('-p, --project <project>', 'short name, name or id')
    .option('--url <address>', 'the server fetches the file from this https address')
    .option(
      '--s3 <address>',
      'the server fetches s3://bucket/object, or all of s3://bucket/prefix/, from a bucket that its operator allows; given several times, all become one import',
      (address: string, before: string[] | undefined) => [...(before ?? []), address],
    )
    .option(
      '--pairing <plan>',
      'pairs: all-pairs, baseline:MODEL, random:K[:SEED]; rankings: groups[:SIZE[:SEED]]; single answers: singles (default: by the question)',
    )
    .option('--from <format>', 'format of the rows; told by their columns when left out')
    .option('--mapping <file>', 'JSON file that says which column is what')
    .option(
      '--dataset-info <entry>',
      'read as this entry of a dataset_info.json of LLaMA-Factory says: NAME of the one in the folder or zip, or FILE:NAME',
    )
    .option('--config <name>', 'of a folder or zip: the configuration of its README')
    .option('--split <name>', 'of a folder or zip: one split only')
    .addOption(
      new Option('--personal-data <what>', 'in prompts and responses').choices(personalDataPolicy.options),
    )
    .addOption(
      new Option('--languages <what>', 'of prompts whose rows name none').choices(languagePolicy.options),
    )
    .addOption(
      new Option(
        '--rating-votes <what>',
        'past votes that only rate, where pairs or rankings are asked for',
      ).choices(ratingVotes.options),
    )
    .option(
      '--source <name>',
      'where rows come from that name no source (default: the README of a folder or zip)',
    )
    .option('--licence <name>', 'of rows that name none (default: the README of a folder or zip)')
    .option('--dry-run', 'validate and count; add nothing')
    .option('--rejects <file>', 'write the rejected rows to this file')
    .action((file: string | undefined, options: ImportOptions) =>
      run((cli) => importFile(cli, file, options)),
    );
}

/** Needs no server and no token. */
function addConvert(program: Command, streams: Streams): void {
  program
    .command('convert')
    .description(
      'turn a file or folder of foreign rows (JSONL, JSON, CSV, Parquet, .gz, .zst, .zip) into another format',
    )
    .argument('<input>', 'file, or folder of a data set')
    .requiredOption(
      '--to <format>',
      `pairwright (our own rows), or a format of a trainer: ${targetNames.slice(1).join(', ')}`,
    )
    .option('--from <format>', 'format of the rows; told by their columns when left out')
    .option(
      '-o, --output <file>',
      'file to write (default: standard output); .parquet, .csv, .spreadsheet.csv, .gz and .zst in its name are what it becomes',
    )
    .addOption(new Option('--container <kind>', 'kind of file').choices([...exportContainers]))
    .addOption(new Option('--compression <kind>', 'how it is packed').choices([...exportCompressions]))
    .addOption(
      new Option('--template <name>', 'how turns become one text, in formats of texts').choices(
        templateNames,
      ),
    )
    .option('--margin', 'a column margin: that of the rows, else the mean strength of their votes')
    .option('--weight', 'a column weight, for rows of our own exports that have one')
    .option('--rejects <file>', 'write the refused rows, as they were, with their faults to this file')
    .option('--mapping <file>', 'JSON file that says which column is what')
    .option('--dataset-info <file:name>', 'read as this entry of a dataset_info.json of LLaMA-Factory says')
    .option('--config <name>', 'of a folder: the configuration of its README')
    .option('--split <name>', 'of a folder: one split only')
    .action((input: string, options: ConvertOptions) =>
      convert(
        { out: createOutput(program.opts<GlobalOptions>().json, streams), stdout: streams.stdout },
        input,
        options,
      ),
    );
}
