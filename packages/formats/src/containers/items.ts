import type { ContainerFault } from './container-faults.ts';

/** What may be read at most. */
export interface Limits {
  /** Bytes of one row. */
  readonly recordBytes: number;
  readonly columns: number;
  /** What a compressed file may unpack to: this many times what was read of it, beyond the first `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
  readonly entries: number;
  /** What is held whole, because it is read from its end. */
  readonly heldBytes: number;
  readonly rowGroupBytes: number;
}

export const defaultLimits: Limits = {
  recordBytes: 16 * 1024 * 1024,
  columns: 10_000,
  ratio: 200,
  freeBytes: 64 * 1024 * 1024,
  entries: 10_000,
  heldBytes: 256 * 1024 * 1024,
  rowGroupBytes: 1024 * 1024 * 1024,
};

interface Place {
  readonly file: string;
  /** Where it begins: the line, from 1; of a Parquet file, the row. */
  readonly line: number;
  /** Which row of the file it is, from 1: a list may stand on one line. Of the reason for an end, the last one before it. */
  readonly row: number;
  /** Of a table: the record that names its columns, as it stood there. */
  readonly header?: string;
}

/** A row of a file: its value, and how it stood there (null where it is no text). */
export interface GoodItem extends Place {
  readonly ok: true;
  readonly value: unknown;
  readonly raw: string | null;
}

/** A row that cannot be read, or (`file`) the reason why nothing more of this file is. */
export interface BadItem extends Place {
  readonly ok: false;
  readonly scope: 'row' | 'file';
  readonly faults: readonly ContainerFault[];
  /** As it stood there, where it is at hand. */
  readonly raw: string | null;
}

export type Item = GoodItem | BadItem;
/** An item before the file's name and its number are put on it. */
export type Part = Omit<GoodItem, 'file' | 'row'> | Omit<BadItem, 'file' | 'row'>;

export function badRow(fault: ContainerFault, raw: string | null = null): Part {
  return { ok: false, scope: 'row', line: fault.line, faults: [fault], raw };
}

export function badFile(fault: ContainerFault): Part {
  return { ok: false, scope: 'file', line: fault.line, faults: [fault], raw: null };
}
