import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { splitOfFile } from '@pairwright/domain/export-containers';

const loaders = { jsonl: 'json', parquet: 'parquet', csv: 'csv' } as const;

/** What a trainer loads; a table for spreadsheets is for people. */
export type LoadedContainer = keyof typeof loaders;

export interface LoadedExport {
  readonly container: LoadedContainer;
  readonly format: ExportFormat;
  /** Columns of numbers that its table may have. */
  readonly numbers?: readonly string[];
}

/** The columns of numbers that a recipe asks for. */
export function numbersOf({ includeMargin, softLabel, ties }: Recipe): string[] {
  return [...(includeMargin ? ['margin'] : []), ...(softLabel || ties === 'half_weight' ? ['weight'] : [])];
}

/** Python that loads the data files of an export, each part of the version as itself. `files` names at least one. */
export function loadCode(
  { container, format, numbers = [] }: LoadedExport,
  files: readonly string[],
): string {
  const parts = new Map<string, string[]>();
  for (const file of files) {
    const split = splitOfFile(file);
    parts.set(split, [...(parts.get(split) ?? []), file]);
  }
  // pandas takes an empty answer, and one such as "None" or "NA", for none; in `votes` and `arena` an empty cell is a null.
  const holdsNulls = container !== 'csv' || format === 'votes' || format === 'arena';
  const call = callOf([...parts], {
    loader: loaders[container],
    more: holdsNulls ? '' : `, keep_default_na=False${absentNumbers(numbers)}`,
  });
  return `from datasets import load_dataset\n\n${call}`;
}

/** An empty cell of a column of numbers is none. pandas passes over columns that are not there. */
function absentNumbers(numbers: readonly string[]): string {
  return numbers.length === 0
    ? ''
    : `, na_values={${numbers.map((name) => `${text(name)}: [""]`).join(', ')}}`;
}

type Parts = readonly (readonly [split: string, files: readonly string[]])[];

interface Call {
  readonly loader: string;
  /** Further arguments. */
  readonly more: string;
}

function callOf(parts: Parts, { loader, more }: Call): string {
  const [[split, files] = ['train', []], another] = parts;
  if (another === undefined) {
    const given = split === 'train' ? listed(files) : `{${text(split)}: ${listed(files)}}`;
    return `${isVariable(split) ? split : 'rows'} = load_dataset(${text(loader)}, data_files=${given}, split=${text(split)}${more})`;
  }
  const named = parts.map(([name, own]) => `    ${text(name)}: ${listed(own)},\n`).join('');
  const train = parts.some(([name]) => name === 'train') ? '\ntrain = rows["train"]' : '';
  return `rows = load_dataset(${text(loader)}, data_files={\n${named}}${more})${train}`;
}

/** A part may have the name of a word of Python's own. */
function isVariable(name: string): boolean {
  return name === 'train' || name === 'validation' || name === 'test';
}

function listed(files: readonly string[]): string {
  const [only = ''] = files;
  return files.length === 1 ? text(only) : `[${files.map(text).join(', ')}]`;
}

/** JSON strings are Python strings. */
function text(value: string): string {
  return JSON.stringify(value);
}
