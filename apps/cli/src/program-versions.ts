import { type Command, Option } from 'commander';
import { exportFormats } from '@pairwright/contract/export-formats';
import { cancel } from './commands/cancel.ts';
import { diffVersions, type DiffOptions } from './commands/diff.ts';
import { whyRow, type WhyOptions } from './commands/why.ts';
import { versionNumber, wholeNumber } from './program-export.ts';
import type { Run } from './program.ts';

const dataset = 'PROJECT or PROJECT/DATASET; its only dataset without a name';

export function addDiff(program: Command, run: Run): void {
  program
    .command('diff')
    .description('what differs between two frozen versions of a dataset, row by row, each with its reason')
    .argument('<dataset>', dataset)
    .argument('<from>', 'number of a version', versionNumber)
    .argument('<to>', 'number of another one', versionNumber)
    .addOption(
      new Option('--rows <n>', 'rows that are listed at most')
        .argParser(wholeNumber(0, 1_000_000))
        .default(50),
    )
    .action((source: string, ...[from, to, options]: [number, number, DiffOptions]) =>
      run((cli) => diffVersions(cli, source, { ...options, from, to })),
    );
}

export function addCancel(program: Command, run: Run): void {
  program
    .command('cancel')
    .description('stop the freeze of a version; nothing of it is kept')
    .argument(
      '<source>',
      'PROJECT, PROJECT/DATASET or PROJECT/DATASET@VERSION; the newest one that is being frozen without a version',
    )
    .action((source: string) => run((cli) => cancel(cli, source)));
}

export function addWhy(program: Command, run: Run): void {
  program
    .command('why')
    .description(
      'why a row is in a frozen version, or a comparison is not, from the import to the line of the file',
    )
    .argument('<dataset>', dataset)
    .argument('<version>', 'number of the version', versionNumber)
    .argument('<row>', 'id of a row or of a comparison, FILE:LINE of an exported file, or a line of one')
    .addOption(
      new Option('--format <format>', 'of the file, where several exports have one of its name').choices(
        exportFormats,
      ),
    )
    .action((source: string, ...[version, row, options]: [number, string, WhyOptions]) =>
      run((cli) => whyRow(cli, source, { ...options, version, row })),
    );
}
