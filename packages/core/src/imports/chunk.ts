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
  readonly start: Checkpoint;
  readonly end: Checkpoint;
  readonly last: boolean;
}

/** How far a file has been read. */
export interface Checkpoint {
  /** Of lines of our own rows the place to go on from; of other containers how much of the file was read, for people. */
  readonly byteOffset: number;
  readonly lineNumber: number;
  /** Rows made of the file so far, good and bad, where bytes are no place to go on from; else 0. */
  readonly itemNumber: number;
}

/** A fault without the line: the place has it. Also those of foreign formats and of containers. */
export type RejectFault = Omit<ImportFault, 'line' | 'code'> & { readonly code: string };

/** All that is wrong with one line, in the form the database takes. */
export function toRejects(place: LinePlace, faults: readonly RejectFault[]): Reject[] {
  return faults.map((fault, ordinal) => ({
    ...place,
    ordinal,
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
