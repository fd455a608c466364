import type { FormatSign } from '@pairwright/contract/import-recognition';
import { applyMapping } from './apply-mapping.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import { type Mapping, mapping as mappingShape, type SomeMapping } from '@pairwright/contract/import-mapping';
import type { OwnRow } from './own-row.ts';

export type ForeignRow = Readonly<Record<string, unknown>>;
/** Rows of ours, or an object that is one already and goes through as it is. */
export type Made = readonly OwnRow[] | { readonly asIs: ForeignRow };

/** A shape of rows that is read. */
export interface InFormat {
  /** Small letters and hyphens; the same as the export of that shape where there is one. */
  readonly name: string;
  /** Other names of the same shape. */
  readonly aliases?: readonly string[];
  /** What in a row speaks for this format; null when it is none. The more there is, the more special the format. */
  readonly recognise: (row: ForeignRow) => readonly FormatSign[] | null;
  /** Null: there is at least one fault in `faults`. */
  readonly read: (row: ForeignRow, faults: ForeignFaults) => Made | null;
  /** The responses stand in the order in which they were shown to who voted. */
  readonly listsAsShown?: true;
  /** One row of two that follow each other, where the format spreads a row; null where they are two. */
  readonly join?: (first: OwnRow, second: OwnRow) => OwnRow | null;
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
