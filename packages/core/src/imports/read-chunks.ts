import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pairing } from '@pairwright/contract/imports';
import { fewestResponses } from '@pairwright/domain/pairing';
import { type FaultDetail, type ImportFault, importFault } from '@pairwright/formats/import-faults';
import { NoteCounter } from '@pairwright/formats/import-notes';
import { readImportRow } from '@pairwright/formats/import-row';
import {
  defaultRowOptions,
  type ImportRow,
  type RowNotes,
  type RowOptions,
} from '@pairwright/formats/import-types';
import { type Line, LineSplitter, type LineStart, type TextLine } from '@pairwright/formats/lines';
import { cutText } from '@pairwright/formats/text';
import { type Chunk, type Reject, toRejects } from './chunk.ts';
import { type HashedRow, hashRow, type RowGold } from './hash-row.ts';
import { imageTools } from './image-tools.ts';

export interface ReadOptions {
  readonly pairing: Pairing;
  readonly start: LineStart;
  /** Whether rows may bring known answers: whoever asked for this manages the project. */
  readonly maySetGold: boolean;
  /** Rows per chunk at most; 2,000 unless told. */
  readonly chunkRows?: number;
}

const CHUNK_ROWS = 2_000;
const CHUNK_BYTES = 8 * 1024 * 1024;
const CHUNK_COMPARISONS = 20_000;
const CHUNK_REJECTS = 10_000;

/**
 * Reads the file from a checkpoint and gives it in chunks, in constant memory: lines split, rows validated, texts hashed,
 * comparisons planned. The last chunk says so and may be empty. Lets other work run after each block of the source.
 */
export async function* readChunks(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<Chunk> {
  const splitter = new LineSplitter({ start: options.start });
  let builder = new ChunkBuilder(options, options.start);
  for await (const block of source) {
    for (const line of splitter.push(block)) {
      builder.add(line);
      if (!builder.isFull(options.chunkRows ?? CHUNK_ROWS)) continue;
      const end = { byteOffset: line.nextOffset, lineNumber: line.line };
      yield builder.take(end, false);
      builder = new ChunkBuilder(options, end);
    }
    await nextTurn();
  }
  for (const line of splitter.finish()) builder.add(line);
  if (splitter.byteOrderMark) builder.notes.count('byte_order_mark', 1);
  yield builder.take({ byteOffset: splitter.byteOffset, lineNumber: splitter.lineNumber }, true);
}

class ChunkBuilder {
  readonly notes = new NoteCounter();
  readonly #pairing: Pairing;
  readonly #maySetGold: boolean;
  readonly #options: RowOptions;
  readonly #start: LineStart;
  readonly #rows: HashedRow[] = [];
  readonly #rejects: Reject[] = [];
  #rejected = 0;
  #bytes = 0;
  #comparisons = 0;

  constructor({ pairing, maySetGold }: ReadOptions, start: LineStart) {
    this.#pairing = pairing;
    this.#maySetGold = maySetGold;
    this.#options = {
      ...defaultRowOptions,
      fewestResponses: fewestResponses(pairing),
      images: imageTools,
    };
    this.#start = start;
  }

  isFull(rows: number): boolean {
    return (
      this.#rows.length >= rows ||
      this.#bytes >= CHUNK_BYTES ||
      this.#comparisons >= CHUNK_COMPARISONS ||
      this.#rejects.length >= CHUNK_REJECTS
    );
  }

  add(line: Line): void {
    if (line.ok) this.#addText(line);
    else this.#reject(line, [line.fault]);
  }

  take(end: LineStart, last: boolean): Chunk {
    return {
      rows: this.#rows,
      rejects: this.#rejects,
      rowsRejected: this.#rejected,
      notes: this.notes.list(),
      startOffset: this.#start.byteOffset,
      endOffset: end.byteOffset,
      endLine: end.lineNumber,
      last,
    };
  }

  #addText(line: TextLine): void {
    this.#bytes += line.byteLength;
    const parsed = readImportRow(line.text, line.line, this.#options);
    if (!parsed.ok) return this.#reject(line, parsed.faults);
    const hashed = hashRow(parsed.row, this.#pairing);
    if (!hashed.ok)
      return this.#reject(line, [
        importFault(line.line, {
          path: '$.responses',
          value: JSON.stringify(hashed.baseline),
          code: 'baseline_missing',
        }),
      ]);
    const fault = this.#goldFault(parsed.row, hashed.row);
    if (fault !== null) return this.#reject(line, [importFault(line.line, fault)]);
    const gold = goldOf(parsed.row, line, parsed.notes);
    this.#rows.push({ ...hashed.row, line: line.line, gold });
    const { comparisons } = hashed.row;
    this.#comparisons += comparisons.length;
    if (this.#pairing.plan === 'groups' && comparisons.length > 1) this.notes.count('groups_split', 1);
    if (parsed.notes !== null && gold === null) this.notes.add(parsed.notes);
  }

  /** A known answer is of one comparison; several, or one that lacks a response, leave open which. */
  #goldFault({ gold }: ImportRow, { comparisons, responses }: HashedRow): FaultDetail | null {
    if (gold === undefined) return null;
    const at = { path: '$.gold', value: cutText(JSON.stringify(gold.answer)) };
    if (!this.#maySetGold) return { ...at, code: 'gold_not_allowed' };
    if (comparisons.length === 1 && comparisons[0]?.length === responses.length) return null;
    const rule = `a row with a known answer is one comparison, of all its responses; under this plan it makes ${comparisons.length} of its ${responses.length}`;
    return { ...at, code: 'gold_several', rule };
  }

  #reject(line: Line, faults: readonly ImportFault[]): void {
    this.#rejected += 1;
    this.#rejects.push(...toRejects(line, faults));
  }
}

function goldOf(
  row: ImportRow,
  { line, byteOffset, byteLength }: Line,
  notes: RowNotes | null,
): RowGold | null {
  if (row.gold === undefined) return null;
  const texts = row.responses.map(({ messages }) => messages.map(({ content }) => content));
  return { ...row.gold, texts, place: { line, byteOffset, byteLength }, notes };
}
