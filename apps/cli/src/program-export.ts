import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Recipe, recipe as recipeShape } from '@pairwright/contract/recipe';
import { exportFormats, textTemplates } from '@pairwright/contract/export-formats';
import { exportCompressions, exportContainers } from '@pairwright/domain/export-containers';
import { exportDataset, type ExportOptions } from './commands/export.ts';
import { health, type HealthOptions } from './commands/health.ts';
import { pull, type PullOptions } from './commands/pull.ts';
import { push, type PushOptions } from './commands/push.ts';
import type { Run } from './program.ts';
import { readRecipe } from './recipe-file.ts';

interface RecipeFlags {
  recipe?: string;
  minJudgments?: number;
  majority?: Recipe['majority'];
  ties?: Recipe['ties'];
  bothBad?: Recipe['bothBad'];
  dropFlagged?: boolean;
  margin?: boolean;
}

export function addExport(program: Command, run: Run): void {
  const command = program
    .command('export')
    .description('freeze a dataset, export and download it; resumes and verifies sha256')
    .argument('<project>', 'short name, name or id')
    .requiredOption(
      '-o, --output <path>',
      'file for the data, or a folder (ending in /) for data, manifest and card',
    )
    .option('--dataset <name>', 'dataset to freeze; made when there is none', 'export')
    .addOption(
      new Option('--dataset-version <n>', 'export this frozen version instead of a new one').argParser(
        wholeNumber(1, 1_000_000),
      ),
    );
  addFileOptions(command)
    .addOption(
      new Option('--min-judgments <n>', 'judgments a comparison needs').argParser(wholeNumber(1, 100)),
    )
    .addOption(
      new Option('--majority <rule>', 'which label wins').choices(
        recipeShape.shape.majority.unwrap().options,
      ),
    )
    .addOption(
      new Option('--ties <policy>', 'what tie votes do').choices(recipeShape.shape.ties.unwrap().options),
    )
    .addOption(
      new Option('--both-bad <policy>', 'what "both bad" votes do').choices(
        recipeShape.shape.bothBad.unwrap().options,
      ),
    )
    .option('--drop-flagged', 'leave out comparisons that somebody flagged')
    .option('--margin', 'write the mean strength as a margin column')
    .option(
      '--recipe <file>',
      'JSON file with any choices of a recipe, in the words of the API; flags go before it',
    )
    .action((project: string, flags: RecipeFlags & Omit<ExportOptions, 'recipe'>) =>
      run(async (cli) => {
        const fromFile = flags.recipe === undefined ? {} : await readRecipe(flags.recipe);
        await exportDataset(cli, project, { ...flags, recipe: { ...fromFile, ...recipeOf(flags) } });
      }),
    );
}

export function addPull(program: Command, run: Run): void {
  const command = program
    .command('pull')
    .description(
      'download a frozen version as a folder that load_dataset opens; keeps what is there, resumes, verifies sha256',
    )
    .argument(
      '<source>',
      'PROJECT, PROJECT/DATASET or PROJECT/DATASET@VERSION; the newest version without one',
    )
    .requiredOption('-o, --output <folder>', 'folder for the files');
  addFileOptions(command).action((source: string, options: PullOptions) =>
    run((cli) => pull(cli, source, options)),
  );
}

export function addHealth(program: Command, run: Run): void {
  program
    .command('health')
    .description('the health report of a frozen version: label noise, biases, leaks, lengths')
    .argument(
      '<source>',
      'PROJECT, PROJECT/DATASET or PROJECT/DATASET@VERSION; the newest version without one',
    )
    .addOption(
      new Option('--fail-on <level>', 'exit with an error where a finding is this bad, or worse').choices([
        'look',
        'act',
      ]),
    )
    .action((source: string, options: HealthOptions) => run((cli) => health(cli, source, options)));
}

export function addPush(program: Command, run: Run): void {
  program
    .command('push')
    .description(
      'put a pulled folder into a data set of a hub that speaks the Hugging Face HTTP API (HF_TOKEN), or into a bucket (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)',
    )
    .argument('<folder>', 'folder made by "pull"')
    .argument(
      '<place>',
      'NAME/DATASET on the hub (made, private, when it is not there), or s3://BUCKET/PREFIX',
    )
    .option('--hub <address>', 'address of the hub')
    .option('--public', 'make the data set public where it is made')
    .option('--endpoint <address>', 'address of the store of the bucket (AWS: leave it out)')
    .option('--replace', 'take the place of other files of the same names in the bucket')
    .action((folder: string, place: string, options: PushOptions) =>
      run((cli) => push(cli, { folder, place }, options)),
    );
}

/** What the files are to be, the same for every command that makes some. */
function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'row format').choices(exportFormats).default('trl-implicit'))
    .addOption(
      new Option('--container <kind>', 'kind of file').choices([...exportContainers]).default('jsonl'),
    )
    .addOption(
      new Option('--compression <kind>', 'default: none, for Parquet zstd').choices([...exportCompressions]),
    )
    .addOption(
      new Option('--shard-rows <n>', 'several files of so many rows').argParser(
        wholeNumber(1, 1_000_000_000),
      ),
    )
    .addOption(
      new Option(
        '--shard-bytes <size>',
        'several files of at most so many bytes of lines, as 500M or 2G',
      ).argParser(bytes),
    )
    .addOption(
      new Option(
        '--template <name>',
        'how turns become one text, in text-triple, stepwise and nemo-aligner-*',
      ).choices([...textTemplates]),
    );
}

function recipeOf(flags: RecipeFlags): Partial<Recipe> {
  return {
    ...(flags.minJudgments === undefined ? {} : { minJudgments: flags.minJudgments }),
    ...(flags.majority === undefined ? {} : { majority: flags.majority }),
    ...(flags.ties === undefined ? {} : { ties: flags.ties }),
    ...(flags.bothBad === undefined ? {} : { bothBad: flags.bothBad }),
    ...(flags.dropFlagged === undefined ? {} : { dropFlagged: flags.dropFlagged }),
    ...(flags.margin === undefined ? {} : { includeMargin: flags.margin }),
  };
}

export function wholeNumber(low: number, high: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high)
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    return value;
  };
}

/** The number of a version, as `3` or `v3`. */
export function versionNumber(text: string): number {
  return wholeNumber(1, 1_000_000)(text.replace(/^v/, ''));
}

const unit: Readonly<Record<string, number>> = { '': 1, K: 1 << 10, M: 1 << 20, G: 1 << 30 };

function bytes(text: string): number {
  const [, number, letter = ''] = /^(\d{1,12})([KMG]?)$/i.exec(text) ?? [];
  const value = Number(number) * (unit[letter.toUpperCase()] ?? Number.NaN);
  if (!(value >= 1 << 20)) throw new InvalidArgumentError('Give a size of at least 1M, as 500M or 2G.');
  return value;
}
