import type { ImportFault } from '@pairwright/formats/import-faults';
import type { ImportNote } from '@pairwright/formats/import-notes';
import type { HashedRow, LinePlace } from './hash-row.ts';

/** One fault of a rejected line, with the place of the line in the file. */
export interface Reject extends LinePlace {
  readonly ordinal: number;
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

/** All that is wrong with one line, in the form the database takes. */
export function toRejects(
  { line, byteOffset, byteLength }: LinePlace,
  faults: readonly Omit<ImportFault, 'line'>[],
): Reject[] {
  return faults.map((fault, ordinal) => ({
    line,
    ordinal,
    byteOffset,
    byteLength,
    path: showable(fault.path),
    value: showable(fault.value),
    code: fault.code,
    rule: showable(fault.rule),
    fix: fault.fix,
  }));
}

/** Excerpts are for reading: what PostgreSQL cannot hold is shown by a sign. The line itself stays as it is in the file. */
function showable(text: string): string {
  return (text as unknown as { toWellFormed(): string }).toWellFormed().replaceAll('\0', '␀');
}
