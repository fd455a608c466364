import type { ExportCompression, ExportContainer } from '@pairwright/domain/export-containers';
import type { Column } from '../card-features.ts';
import type { Zstd } from './zstd.ts';
import { csvEncoder, spreadsheetEncoder } from './csv.ts';

/**
 * Turns the lines of an export (JSON, each with its newline) into the bytes of one file. The same lines give the same
 * bytes, in whatever pieces they come, on every machine and engine.
 */
export interface FileEncoder {
  /**
   * Takes the next bytes, cut anywhere, and keeps none of them; what it gives is complete, never changed later and
   * for whoever takes it to give away.
   */
  push(bytes: Uint8Array): Uint8Array[];
  finish(): Uint8Array[];
}

export interface FileShape {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  /** The keys of the lines in their order, with their types. */
  readonly columns: readonly Column[];
}

/** The encoder of one file; undefined where the lines are the file as they are. */
export async function openEncoder(shape: FileShape): Promise<FileEncoder | undefined> {
  const { container, compression, columns } = shape;
  if (container === 'parquet') {
    if (compression === 'none' || compression === 'gzip')
      throw new RangeError(`Parquet is not written with ${compression}`);
    const { parquetEncoder } = await import('./parquet.ts');
    return parquetEncoder(columns, compression === 'snappy' ? undefined : await zstd());
  }
  const around = await compressorOf(compression);
  if (container === 'jsonl') return around;
  const table = container === 'spreadsheet' ? spreadsheetEncoder(columns) : csvEncoder(columns);
  return around === undefined ? table : chain(table, around);
}

/** Loaded where it is wanted only: the library alone is a quarter of a megabyte to compile. */
async function zstd(): Promise<Zstd> {
  const { openZstd } = await import('./zstd.ts');
  return openZstd();
}

async function compressorOf(compression: ExportCompression): Promise<FileEncoder | undefined> {
  switch (compression) {
    case 'none':
      return undefined;
    case 'gzip':
      return inPieces((await import('./gzip.ts')).gzipEncoder());
    case 'zstd':
      return inPieces((await zstd()).stream());
    case 'snappy':
      throw new RangeError('Snappy is written inside Parquet only');
  }
}

function chain(first: FileEncoder, second: FileEncoder): FileEncoder {
  return {
    push: (bytes) => first.push(bytes).flatMap((part) => second.push(part)),
    finish: () => [...first.finish().flatMap((part) => second.push(part)), ...second.finish()],
  };
}

const PIECE = 1 << 20;

/** A compressor's output may depend on how its input is cut: here it always gets pieces of 1 MiB, the last one shorter. */
function inPieces(inner: FileEncoder): FileEncoder {
  const piece = new Uint8Array(PIECE);
  let filled = 0;
  return {
    push(bytes) {
      const out: Uint8Array[] = [];
      for (let from = 0; from < bytes.length;) {
        const taken = Math.min(PIECE - filled, bytes.length - from);
        piece.set(bytes.subarray(from, from + taken), filled);
        filled += taken;
        from += taken;
        if (filled === PIECE) {
          out.push(...inner.push(piece));
          filled = 0;
        }
      }
      return out;
    },
    finish() {
      const last = filled === 0 ? [] : inner.push(piece.subarray(0, filled));
      return [...last, ...inner.finish()];
    },
  };
}
