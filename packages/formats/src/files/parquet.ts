import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { Column } from '../card-features.ts';
import type { FileEncoder } from './encoder.ts';
import { type Packing, ParquetFile } from './parquet-file.ts';
import { parquetSchema } from './parquet-schema.ts';
import { Shredder } from './parquet-shredder.ts';
import { WholeLines } from './whole-lines.ts';
import type { Zstd } from './zstd.ts';

/** A row group ends at so many rows or so many bytes of their lines: many readers hold one in memory. */
const GROUP_ROWS = 10_000;
const GROUP_BYTES = 32 << 20;
/** A page ends with the row that takes it over so many bytes of values. */
const PAGE_BYTES = 1 << 20;
/** What other writers of Parquet take: nearly as small as the usual 3, and faster by half. */
const ZSTD_LEVEL = 1;

/** Parquet with Zstandard, or with Snappy where none is given. At least one row must come: readers refuse files without. */
export function parquetEncoder(columns: readonly Column[], zstd: Zstd | undefined): FileEncoder {
  const lines = new WholeLines();
  const shredder = new Shredder(columns);
  const packing: Packing =
    zstd === undefined
      ? { codec: 'SNAPPY', compress: snappyCompress }
      : { codec: 'ZSTD', compress: (bytes) => zstd.compress(bytes, ZSTD_LEVEL) };
  const file = new ParquetFile(parquetSchema(columns), shredder.leaves, packing);
  let rows = 0;
  let size = 0;

  function endGroup(): Uint8Array[] {
    const bytes = file.endGroup(rows);
    rows = 0;
    size = 0;
    return bytes;
  }

  return {
    push(chunk) {
      const out: Uint8Array[] = [];
      lines.push(chunk, (line) => {
        shredder.add(line);
        file.endRow(PAGE_BYTES);
        rows += 1;
        size += line.length + 1;
        if (rows === GROUP_ROWS || size >= GROUP_BYTES) out.push(...endGroup());
      });
      return out;
    },
    finish() {
      lines.finish();
      const last = rows === 0 ? [] : endGroup();
      if (file.rows === 0) throw new RangeError('a Parquet file without rows is read by nobody');
      return [...last, ...file.finish()];
    },
  };
}
