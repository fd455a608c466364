import { setImmediate as nextTurn } from 'node:timers/promises';
import { readImportRow } from '@pairwright/formats/import-row';
import { type Line, LineSplitter } from '@pairwright/formats/lines';
import type { Checkpoint, Chunk } from './chunk.ts';
import { ChunkBuilder, type ChunkOptions, rowOptionsOf } from './chunk-builder.ts';
import type { LinePlace } from './hash-row.ts';

export interface ReadOptions extends ChunkOptions {
  readonly start: Checkpoint;
}

/** The chunk before is stored meanwhile: its statements must not wait long for their turn. */
const BYTES_PER_TURN = 8 * 1024;

/**
 * Reads lines of our own rows from a checkpoint and gives them in chunks, in constant memory: lines split, rows validated,
 * texts hashed, comparisons planned. The last chunk says so and may be empty. Lets other work run after each block of the
 * source.
 */
export async function* readChunks(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<Chunk> {
  const rowOptions = rowOptionsOf(options.pairing);
  const splitter = new LineSplitter({ start: options.start });
  const add = (to: ChunkBuilder, line: Line): void => {
    const place = placeOf(line);
    if (!line.ok) return to.reject(place, [line.fault]);
    const read = readImportRow(line.text, line.line, rowOptions);
    if (read.ok) to.add(place, { row: read.row, notes: read.notes, bytes: line.byteLength });
    else to.reject(place, read.faults);
  };
  let builder = new ChunkBuilder(options, options.start);
  let busyBytes = 0;
  for await (const block of source) {
    for (const line of splitter.push(block)) {
      add(builder, line);
      busyBytes += line.byteLength;
      if (busyBytes >= BYTES_PER_TURN) {
        busyBytes = 0;
        await nextTurn();
      }
      if (!builder.isFull()) continue;
      const end = { byteOffset: line.nextOffset, lineNumber: line.line, itemNumber: 0 };
      yield builder.take(end, false);
      builder = new ChunkBuilder(options, end);
    }
    await nextTurn();
  }
  for (const line of splitter.finish()) add(builder, line);
  if (splitter.byteOrderMark) builder.notes.count('byte_order_mark', 1);
  const end = { byteOffset: splitter.byteOffset, lineNumber: splitter.lineNumber, itemNumber: 0 };
  yield builder.take(end, true);
}

function placeOf({ line, byteOffset, byteLength }: Line): LinePlace {
  return { line, byteOffset, byteLength, item: 0, file: null, row: null };
}
