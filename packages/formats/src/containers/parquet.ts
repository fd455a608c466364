import { gunzipSync } from 'fflate';
import { decompress as unzstd } from 'fzstd';
import { type Compressors, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';
import { containerFault, ContainerError } from './container-faults.ts';
import { badRow, type Limits, type Part } from './items.ts';
import type { ByteSource } from './source.ts';
import { sayDetail } from '../rule-details.ts';
import { PARQUET_WRITER } from '../parquet-writer.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** RFC 3339 of so many units of a second, with all digits that say something, and three at least. */
const instant = (digits: number) => {
  const perSecond = 10n ** BigInt(digits);
  return (value: bigint): string => {
    // Before 1970 too the part of a second counts upwards.
    const rest = ((value % perSecond) + perSecond) % perSecond;
    const whole = new Date(Number((value - rest) / perSecond) * 1_000)
      .toISOString()
      .slice(0, -'.000Z'.length);
    const part = rest.toString().padStart(digits, '0');
    return `${whole}.${part.slice(0, 3)}${part.slice(3).replace(/0+$/, '')}Z`;
  };
};

/** Texts must be UTF-8; points in time become RFC 3339; nothing else is changed. */
const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && strict.decode(bytes),
  timestampFromMilliseconds: instant(3),
  timestampFromMicroseconds: instant(6),
  timestampFromNanoseconds: instant(9),
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

/** Rows read at a time. */
const batch = 1000;
const largestMetadata = 64 * 1024 * 1024;

/** What JSON holds: 64-bit integers that a number cannot hold become their digits, bytes a fault. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) throw new TypeError('bytes');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Parquet has no type for calls of tools: our own files hold each as its JSON. */
function withCalls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCalls);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'tool_calls' && Array.isArray(inner) ? inner.map(callOf) : withCalls(inner),
    ]),
  );
}

function callOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    // Nothing of ours: it stays what it is.
    return text;
  }
}

/** Rows of a Parquet file, a row group at a time. `line` is the row, from 1. */
export async function* readParquet(
  random: NonNullable<ByteSource['random']>,
  limits: Limits,
): AsyncGenerator<Part> {
  const file = {
    byteLength: random.size,
    slice: async (start: number, end?: number): Promise<ArrayBuffer> => {
      const bytes = await random.slice(start, end ?? random.size);
      // A copy of just these: `slice` of a Node buffer gives a view of a larger one.
      return new Uint8Array(bytes).buffer;
    },
  };
  const metadata = await metadataOf(file, random, limits);
  const compressors = await compressorsHere();
  const isOurs = metadata.created_by === PARQUET_WRITER;
  let row = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = row + Number(group.num_rows);
    for (; row < groupEnd; row += batch) {
      const rowEnd = Math.min(row + batch, groupEnd);
      const rows = await readBatch({ file, metadata, compressors, rowStart: row, rowEnd });
      yield* rowsOf(isOurs ? (withCalls(rows) as typeof rows) : rows, row);
    }
    row = groupEnd;
  }
}

/**
 * What unpacks pages. A web page may forbid WebAssembly, with which the library begins: there the reader's own Snappy and
 * what else this package has must do, so Brotli and LZ4 are not read.
 */
async function compressorsHere(): Promise<Compressors> {
  try {
    return (await import('hyparquet-compressors')).compressors;
  } catch {
    return { ZSTD: (page) => unzstd(page), GZIP: (page) => gunzipSync(page) };
  }
}

type File = Parameters<typeof parquetMetadataAsync>[0];

interface Batch {
  readonly file: File;
  readonly metadata: FileMetaData;
  readonly compressors: Compressors;
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function readBatch(what: Batch) {
  try {
    return await parquetReadObjects({ ...what, parsers });
  } catch {
    throw new ContainerError('damaged_parquet');
  }
}

async function metadataOf(
  file: File,
  random: NonNullable<ByteSource['random']>,
  limits: Limits,
): Promise<FileMetaData> {
  const tail = await random.slice(Math.max(0, random.size - 8), random.size);
  if (tail.length < 8) throw new ContainerError('damaged_parquet');
  const length = new DataView(tail.buffer, tail.byteOffset, 8).getUint32(0, true);
  if (length > largestMetadata || length > random.size) throw new ContainerError('damaged_parquet');
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file, { parsers, geoparquet: false });
  } catch {
    throw new ContainerError('damaged_parquet');
  }
  if (metadata.schema.length > limits.columns) throw new ContainerError('csv_columns');
  for (const group of metadata.row_groups)
    if (Number(group.total_byte_size) > limits.rowGroupBytes) throw new ContainerError('parquet_group');
  return metadata;
}

function* rowsOf(rows: readonly Record<string, unknown>[], before: number): Generator<Part> {
  for (const [index, row] of rows.entries()) {
    const line = before + index + 1;
    try {
      yield { ok: true, line, value: plain(row), raw: null };
    } catch {
      yield badRow(
        containerFault(line, 'wrong_type', {
          rule: sayDetail('column_bytes'),
        }),
      );
    }
  }
}
