import { importFaultCatalogue, type ImportFault, type ImportFaultCode } from '../import-faults.ts';
import { cutText } from '../text.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** What can be wrong with a file as such, whatever its rows are. */
export const containerFaultCatalogue = {
  empty_file: {
    rule: 'a file holds rows',
    fix: 'The file is empty: check that it was written and copied to its end.',
  },
  no_rows: { rule: 'a file holds rows', fix: 'There is a header or a list, but no row in it.' },
  html_page: {
    rule: 'a file holds data',
    fix: 'This is a web page, perhaps the error page of a download: download the file itself.',
  },
  lfs_pointer: {
    rule: 'a file holds its data',
    fix: 'This is a Git LFS pointer: get the file itself with "git lfs pull".',
  },
  utf16: { rule: 'a file is UTF-8 text', fix: 'This is UTF-16: save it as UTF-8.' },
  unknown_file: {
    rule: 'a file is JSON lines, JSON, CSV, TSV or Parquet, plain or as .gz, .zst or .zip',
    fix: 'Convert it to one of these.',
  },
  arrow_file: {
    rule: 'Arrow files, which save_to_disk of Hugging Face datasets writes, are not read',
    fix: 'Load the data set with load_from_disk and write each part with to_parquet or to_json.',
  },
  second_document: {
    rule: 'a JSON file is one list',
    fix: 'Behind the end of the list there is more: write one list, or one object per line. What follows was not read.',
  },
  list_syntax: {
    rule: 'a list has one comma between two elements',
    fix: 'Write the file with a JSON library.',
  },
  csv_columns: { rule: 'a table has at most 10,000 columns', fix: 'Is this a table with one row per line?' },
  csv_header: { rule: 'the first row names the columns, each once', fix: 'Rename the columns.' },
  csv_ragged: {
    rule: 'every row has as many cells as the header',
    fix: 'Put cells that hold the delimiter or a line break in double quotes.',
  },
  csv_quote: {
    rule: 'a quoted cell ends with a double quote, and one inside it is doubled',
    fix: 'Write the file with a CSV library.',
  },
  record_too_long: {
    rule: 'a row is at most 16 MiB long',
    fix: 'Split this row. If a quote was never closed, close it.',
  },
  damaged_archive: {
    rule: 'a compressed file is whole',
    fix: 'It ends too early or was damaged: copy or download it again. The rows before this place were read.',
  },
  unpacks_too_large: {
    rule: 'a compressed file unpacks to at most 200 times its size',
    fix: 'Unpack it yourself and import what is in it, if it is what you think.',
  },
  nested_archive: { rule: 'a compressed file holds data, not another archive', fix: 'Unpack it once.' },
  archive_configs: {
    rule: 'the README.md of a zipped data set names the files of one configuration',
    fix: 'Choose one of its configs, mark one with default: true, or pack only the files to be read, without the README.md.',
  },
  unsafe_path: {
    rule: 'names in an archive stay inside it',
    fix: 'Make the archive again from inside its folder.',
  },
  archive_entries: { rule: 'an archive has at most 10,000 entries', fix: 'Use fewer and larger files.' },
  unsupported_archive: {
    rule: 'archives are gzip, zstd, or zip without a password',
    fix: 'Unpack it, or pack it as one of these.',
  },
  too_large_to_hold: {
    rule: 'a Parquet or zip file inside another file is at most 256 MiB',
    fix: 'Unpack it first: these kinds are read from their ends.',
  },
  damaged_parquet: { rule: 'a Parquet file is whole', fix: 'Write or download it again.' },
  parquet_group: {
    rule: 'a row group of a Parquet file is at most 1 GiB unpacked',
    fix: 'Write it with smaller row groups (row_group_size).',
  },
  other_file: {
    rule: 'only files of data are read',
    fix: 'Nothing is to be done if this one holds no rows.',
  },
} as const satisfies Record<string, { rule: string; fix: string }>;

export type ContainerFaultCode = keyof typeof containerFaultCatalogue;

export interface ContainerFault extends Omit<ImportFault, 'code'> {
  readonly code: ImportFaultCode | ContainerFaultCode;
}

const catalogue = { ...importFaultCatalogue, ...containerFaultCatalogue };

export interface ContainerFaultDetail {
  readonly value?: string;
  readonly rule?: SaidRule;
  readonly path?: string;
}

export function containerFault(
  line: number,
  code: ContainerFault['code'],
  { value = '', rule, path = '$' }: ContainerFaultDetail = {},
): ContainerFault {
  const text = catalogue[code];
  return { line, path, value: cutText(value), code, rule: rule ?? text.rule, fix: text.fix };
}

/** Ends the reading of a file. */
export class ContainerError extends Error {
  readonly code: ContainerFaultCode;
  readonly rule: SaidRule | undefined;

  constructor(code: ContainerFaultCode, rule?: SaidRule) {
    super(rule ?? containerFaultCatalogue[code].rule);
    this.name = 'ContainerError';
    this.code = code;
    this.rule = rule;
  }
}
