import type { FormatSign } from '@pairwright/contract/import-recognition';
import { applyMapping } from './apply-mapping.ts';
import type { ForeignFaultCode, ForeignFaults } from './foreign-faults.ts';
import { type Mapping, mapping as mappingShape, type SomeMapping } from '@pairwright/contract/import-mapping';
import type { OwnRow } from './own-row.ts';

export type ForeignRow = Readonly<Record<string, unknown>>;
/** Rows of ours, or an object that is one already and goes through as it is. */
export type Made = readonly OwnRow[] | { readonly asIs: ForeignRow };

/** How rows are found that answer the same. */
export interface Gather {
  /** Rows with the same key become one. */
  readonly key: (row: OwnRow) => string;
  /** One or more rows of the same key, in the order in which they were read, as one. */
  readonly put: (rows: readonly OwnRow[]) => OwnRow;
  /** What is said of a row without others where the project compares: where, which value, and the fault. */
  readonly alone: (row: OwnRow) => {
    readonly path: string;
    readonly value: string;
    readonly code: ForeignFaultCode;
  };
}

/** A shape of rows that is read. */
export interface InFormat {
  /** Small letters and hyphens; the same as the export of that shape where there is one. */
  readonly name: string;
  /** Other names of the same shape. */
  readonly aliases?: readonly string[];
  /** What in a row speaks for this format; null when it is none. The more there is, the more special the format. */
  readonly recognise: (row: ForeignRow) => readonly FormatSign[] | null;
  /** The row that a record of a table is, where cells hold more than text; with faults it says nothing. */
  readonly ofTable?: (row: ForeignRow, faults: ForeignFaults) => ForeignRow;
  /** Null: there is at least one fault in `faults`. */
  readonly read: (row: ForeignRow, faults: ForeignFaults) => Made | null;
  /** The responses stand in the order in which they were shown to who voted. */
  readonly listsAsShown?: true;
  /** One row of two that follow each other, where the format spreads a row; null where they are two. */
  readonly join?: (first: OwnRow, second: OwnRow) => OwnRow | null;
  /**
   * What is wrong with a row that no other was joined to; null where it can stand by itself. Such a format joins only what
   * really follows each other: a row between the two that cannot be read parts them.
   */
  readonly alone?: (row: OwnRow) => ForeignFaultCode | null;
  /** Rows that belong together wherever they stand, in one file or in several of an archive. */
  readonly gather?: Gather;
}

/** A format that a mapping says whole. */
export function mappedFormat(name: string, recognise: InFormat['recognise'], some: SomeMapping): InFormat {
  const parsed = mappingShape.parse(some);
  return { name, recognise, read: (row, faults) => readMapped(parsed, row, faults) };
}

export function readMapped(
  mapping: Mapping,
  row: ForeignRow,
  faults: ForeignFaults,
): readonly OwnRow[] | null {
  const made = applyMapping(mapping, row, faults);
  return made && [made];
}
