import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column } from '../card-features.ts';
import type { FileEncoder } from './encoder.ts';
import { type JsonRow, JsonRows } from './json-rows.ts';
import { parquetSchema, readerOf } from './parquet-schema.ts';
import type { Zstd } from './zstd.ts';

/** A row group ends at so many rows or so many bytes of their lines: readers and this writer hold one in memory. */
const GROUP_ROWS = 10_000;
const GROUP_BYTES = 8 << 20;

/** Parquet with Zstandard, or with Snappy where none is given. At least one row must come: readers refuse files without. */
export function parquetEncoder(columns: readonly Column[], zstd: Zstd | undefined): FileEncoder {
  const rows = new JsonRows();
  const bytes = new DetachableWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(columns),
    codec: zstd === undefined ? 'SNAPPY' : 'ZSTD',
    ...(zstd === undefined ? {} : { compressors: { ZSTD: (page: Uint8Array) => zstd.compress(page) } }),
    // Texts of answers have no useful smallest and largest value.
    statistics: false,
    createdBy: 'pairwright',
  });
  const readers = columns.map(readerOf);
  let group: JsonRow[] = [];
  let size = 0;
  let written = 0;

  function writeGroup(): void {
    const columnData = columns.map(({ name }, index) => ({
      name,
      data: group.map((row) => (readers[index] as (from: JsonRow) => unknown)(row)),
    }));
    // It gives a promise only where the byte writer does, and this one does not.
    void writer.write({ columnData, rowGroupSize: group.length });
    written += group.length;
    group = [];
    size = 0;
  }

  return {
    push(chunk) {
      for (const read of rows.push(chunk)) {
        group.push(read.row);
        size += read.size;
        if (group.length === GROUP_ROWS || size >= GROUP_BYTES) writeGroup();
      }
      return bytes.take();
    },
    finish() {
      rows.finish();
      if (group.length > 0) writeGroup();
      if (written === 0) throw new RangeError('a Parquet file without rows is read by nobody');
      void writer.finish();
      return bytes.take();
    },
  };
}

/** Hands over what was written so far and goes on counting. */
class DetachableWriter extends ByteWriter {
  take(): Uint8Array[] {
    if (this.index === 0) return [];
    const bytes = this.getBytes();
    this.buffer = new ArrayBuffer(1024);
    this.view = new DataView(this.buffer);
    this.index = 0;
    return [bytes];
  }
}
