import { ByteWriter, type SchemaElement } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { PARQUET_WRITER } from '../parquet-writer.ts';
import type { Leaf, LeafType } from './parquet-leaf.ts';

type FileMetaData = Parameters<typeof writeMetadata>[1];
type ColumnMeta = FileMetaData['row_groups'][number]['columns'][number];

const types = {
  string: 'BYTE_ARRAY',
  json: 'BYTE_ARRAY',
  int64: 'INT64',
  float64: 'DOUBLE',
  bool: 'BOOLEAN',
} as const satisfies Record<LeafType, string>;

/** Page bytes of a column that wait for the end of their row group. */
class Chunk {
  readonly leaf: Leaf;
  pages: Uint8Array[] = [];
  values = 0;
  rows = 0;
  unpacked = 0;

  constructor(leaf: Leaf) {
    this.leaf = leaf;
  }
}

const magic = (): Uint8Array => Uint8Array.of(0x50, 0x41, 0x52, 0x31);
const MAGIC_BYTES = 4;

export interface Packing {
  readonly codec: 'ZSTD' | 'SNAPPY';
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The bytes of a Parquet file around its values: data pages of version 2, row groups, footer (Apache Parquet format 2.x).
 * Pages are packed as they fill, so that memory holds one open page a column and the packed bytes of one row group.
 */
export class ParquetFile {
  readonly #chunks: readonly Chunk[];
  readonly #packing: Packing;
  readonly #schema: SchemaElement[];
  readonly #groups: FileMetaData['row_groups'] = [];
  #written = 0;
  #rows = 0;

  constructor(schema: SchemaElement[], leaves: readonly Leaf[], packing: Packing) {
    this.#schema = schema;
    this.#chunks = leaves.map((leaf) => new Chunk(leaf));
    this.#packing = packing;
  }

  /** Rows of all row groups that are ended. */
  get rows(): number {
    return this.#rows;
  }

  /** To be called after each row: packs the values of the columns that have so many bytes of them. */
  endRow(pageBytes: number): void {
    for (const chunk of this.#chunks) {
      chunk.rows += 1;
      if (chunk.leaf.bytes >= pageBytes) this.#endPage(chunk);
    }
  }

  /** Ends the row group; gives its bytes. */
  endGroup(rows: number): Uint8Array[] {
    const parts: Uint8Array[] = this.#written === 0 ? [magic()] : [];
    let at = this.#written + (this.#written === 0 ? MAGIC_BYTES : 0);
    const begin = at;
    const columns = this.#chunks.map((chunk) => {
      if (chunk.rows > 0) this.#endPage(chunk);
      const size = chunk.pages.reduce((sum, { length }) => sum + length, 0);
      const meta = this.#metaOf(chunk, { at, size });
      parts.push(...chunk.pages);
      at += size;
      chunk.pages = [];
      chunk.values = 0;
      chunk.unpacked = 0;
      return meta;
    });
    this.#written = at;
    this.#rows += rows;
    this.#groups.push({
      columns,
      total_byte_size: columns.reduce(
        (sum, { meta_data: meta }) => sum + (meta?.total_uncompressed_size ?? 0n),
        0n,
      ),
      total_compressed_size: BigInt(at - begin),
      file_offset: BigInt(begin),
      num_rows: BigInt(rows),
    });
    return parts;
  }

  /** The footer. */
  finish(): Uint8Array[] {
    const writer = new ByteWriter();
    writeMetadata(writer, {
      version: 2,
      created_by: PARQUET_WRITER,
      schema: this.#schema,
      num_rows: BigInt(this.#rows),
      row_groups: this.#groups,
      // What readers compute and do not read.
      metadata_length: 0,
    });
    return [writer.getBytes(), magic()];
  }

  #endPage(chunk: Chunk): void {
    const { leaf } = chunk;
    const count = leaf.count;
    const { values, repetitions, definitions, nulls } = leaf.take();
    const levels = new ByteWriter();
    const repetitionBytes = writeLevels(levels, repetitions, leaf.repetition);
    const definitionBytes = writeLevels(levels, definitions, leaf.definition);
    const packed = this.#packing.compress(values);
    const writer = new ByteWriter();
    writePageHeader(writer, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.offset + values.length,
      compressed_page_size: levels.offset + packed.length,
      data_page_header_v2: {
        num_values: count,
        num_nulls: nulls,
        num_rows: chunk.rows,
        encoding: 'PLAIN',
        definition_levels_byte_length: definitionBytes,
        repetition_levels_byte_length: repetitionBytes,
        is_compressed: true,
      },
    });
    chunk.unpacked += writer.offset + levels.offset + values.length;
    writer.appendBytes(levels.getBytes());
    chunk.pages.push(writer.getBytes(), packed);
    chunk.values += count;
    chunk.rows = 0;
  }

  #metaOf({ leaf, values, unpacked }: Chunk, { at, size }: { at: number; size: number }): ColumnMeta {
    return {
      file_offset: BigInt(at),
      meta_data: {
        type: types[leaf.type],
        encodings: ['PLAIN', 'RLE'],
        path_in_schema: [...leaf.path],
        codec: this.#packing.codec,
        num_values: BigInt(values),
        total_uncompressed_size: BigInt(unpacked),
        total_compressed_size: BigInt(size),
        data_page_offset: BigInt(at),
      },
    };
  }
}

function writeLevels(writer: ByteWriter, levels: Uint8Array, most: number): number {
  if (most === 0) return 0;
  return writeRleBitPackedHybrid(writer, levels, 32 - Math.clz32(most));
}
