/** What the rows of an export are packed into. `spreadsheet`: CSV for people, with a guard before what would be a formula. */
export const exportContainers = ['jsonl', 'parquet', 'csv', 'spreadsheet'] as const;
export type ExportContainer = (typeof exportContainers)[number];

/** `snappy` is inside Parquet only, `none` and `gzip` are around text files only; `zstd` is for both. */
export const exportCompressions = ['none', 'gzip', 'zstd', 'snappy'] as const;
export type ExportCompression = (typeof exportCompressions)[number];

/** The compressions of each container; the first one is taken where nothing is said. */
export const compressionsOf = {
  jsonl: ['none', 'gzip', 'zstd'],
  parquet: ['zstd', 'snappy'],
  csv: ['none', 'gzip', 'zstd'],
  // Spreadsheets open no packed files.
  spreadsheet: ['none'],
} as const satisfies Record<ExportContainer, readonly [ExportCompression, ...ExportCompression[]]>;

/**
 * Formats that make sense as a table: those whose columns are all plain values (a test holds the list to their columns), and
 * `votes` and `arena`, which are read as tables by people who analyse votes: their lists are JSON text in a cell.
 * Conversations in cells are read by no trainer.
 */
const asTable: ReadonlySet<string> = new Set([
  'votes',
  'arena',
  'text-triple',
  'rewardbench',
  'hh-strings',
  'axolotl-bt',
  'nemo-aligner-dpo',
]);

/**
 * Formats whose loaders know one plain file of JSON a split: a list, lines that belong together two by two, or a file that
 * another one names.
 */
const plainOnly: ReadonlySet<string> = new Set([
  'moss-rm',
  'nemo-aligner-rm',
  'llamafactory-sharegpt',
  'llamafactory-alpaca',
  'llamafactory-kto',
]);

export function isPlainOnly(format: string): boolean {
  return plainOnly.has(format);
}

/** The compressions of a container that make sense for a format; none where the container does not. */
export function compressionsFor(format: string, container: ExportContainer): readonly ExportCompression[] {
  if (!containersOf(format).includes(container)) return [];
  return isPlainOnly(format) ? ['none'] : compressionsOf[container];
}

/** The containers that make sense for a format. */
export function containersOf(format: string): readonly ExportContainer[] {
  if (isPlainOnly(format)) return ['jsonl'];
  return asTable.has(format) ? exportContainers : ['jsonl', 'parquet'];
}

export function fitsContainer(container: ExportContainer, compression: ExportCompression): boolean {
  return (compressionsOf[container] as readonly ExportCompression[]).includes(compression);
}

const kinds = {
  jsonl: 'jsonl',
  parquet: 'parquet',
  csv: 'csv',
  spreadsheet: 'spreadsheet.csv',
} as const satisfies Record<ExportContainer, string>;
const endings = { none: '', gzip: '.gz', zstd: '.zst', snappy: '' } as const satisfies Record<
  ExportCompression,
  string
>;

export interface FilePlace {
  readonly split: string;
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  /** Which file of how many; null: the split is one file by plan. */
  readonly shard: { readonly index: number; readonly count: number } | null;
}

/** The name of a data file as dataset readers know it: `train.jsonl`, `train-00000-of-00003.jsonl.zst`, `test.parquet`. */
export function dataFileName({ split, container, compression, shard }: FilePlace): string {
  const five = (number: number): string => String(number).padStart(5, '0');
  const part = shard === null ? '' : `-${five(shard.index)}-of-${five(shard.count)}`;
  return `${split}${part}.${kinds[container]}${container === 'parquet' ? '' : endings[compression]}`;
}

/** The part that a data file holds, from the name that it was given here or that the loader of its format wants. */
export function splitOfFile(fileName: string): string {
  const [split = ''] = /^[a-z0-9_]*/.exec(fileName) ?? [];
  return split;
}
