import type { ImportNote } from '@pairwright/formats/import-notes';
import type { HashedRow } from './hash-row.ts';

/** One fault of a rejected line, with the place of the line in the file. */
export interface Reject {
  readonly line: number;
  readonly ordinal: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly path: string;
  readonly value: string;
  readonly code: string;
  readonly rule: string;
  readonly fix: string;
}

/** A piece of the file that goes into the database in one transaction. */
export interface Chunk {
  readonly rows: readonly HashedRow[];
  readonly rejects: readonly Reject[];
  readonly rowsRejected: number;
  readonly notes: readonly ImportNote[];
  /** The checkpoint before and after. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly endLine: number;
  readonly last: boolean;
}
