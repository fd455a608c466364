import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SettledReading } from '@pairwright/contract/import-reading';
import type { Chunk } from '../chunk.ts';
import { ChunkBuilder, rowOptionsOf } from '../chunk-builder.ts';
import type { LinePlace } from '../hash-row.ts';
import type { ReadOptions } from '../read-chunks.ts';
import type { CountingSource } from './artifact-source.ts';
import { type MadeRow, madeRows } from './made-rows.ts';
import { formatOf, rowsOf } from './recognise.ts';

/** The chunk before is stored meanwhile: its statements must not wait long for their turn. */
const ROWS_IN_A_TURN = 8;

/**
 * As `readChunks`, of any container and format. There is no byte to go on from in most of them: the file is read again from
 * its start, and what is behind the checkpoint already is counted off.
 */
export async function* readMadeChunks(
  source: CountingSource,
  reading: SettledReading,
  options: ReadOptions,
): AsyncGenerator<Chunk> {
  const format = formatOf(reading);
  const given = { format, options: rowOptionsOf(options.pairing) };
  let builder = new ChunkBuilder(options, options.start);
  let last = options.start;
  for await (const made of madeRows(rowsOf(source, reading.folder), given)) {
    if (made.item % ROWS_IN_A_TURN === 0) await nextTurn();
    if (made.item <= options.start.itemNumber) continue;
    add(builder, made, { uploaded: source.name, asShown: format.listsAsShown === true });
    last = {
      byteOffset: Math.max(options.start.byteOffset, source.read()),
      lineNumber: made.rowsRead,
      itemNumber: made.item,
    };
    if (!builder.isFull()) continue;
    yield builder.take(last, false);
    builder = new ChunkBuilder(options, last);
  }
  yield builder.take({ ...last, byteOffset: Math.max(last.byteOffset, source.read()) }, true);
}

function add(
  builder: ChunkBuilder,
  made: MadeRow,
  { uploaded, asShown }: { uploaded: string; asShown: boolean },
): void {
  const { file, line, row } = made.place;
  const place: LinePlace = {
    line,
    byteOffset: 0,
    byteLength: 0,
    item: made.item,
    file: file === uploaded ? null : file,
    row: row === line ? null : row,
  };
  builder.notes.count('rows_joined', made.joined);
  if (made.kind === 'row') builder.add(place, { ...made, asShown });
  else if (made.kind === 'refused') builder.reject(place, made.faults);
  else builder.notes.count('files_left_out', 1);
}
