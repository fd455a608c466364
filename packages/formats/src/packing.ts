import type { OtherTemplate } from '@pairwright/contract/export-formats';
import type { ExportCompression, ExportContainer } from '@pairwright/domain/export-containers';
import { guard } from '@pairwright/domain/spreadsheet-guard';

/** How the data files are packed and cut; null: no such end of a file. */
export interface Packing {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  readonly shardRows: number | null;
  readonly shardBytes: number | null;
  /** How turns become one text; null: the usual way, or there is none to choose. */
  readonly template?: OtherTemplate | null;
}

/** The same as a manifest says it. */
export interface PackingFacts {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  readonly shard_rows: number | null;
  readonly shard_bytes: number | null;
  /** Of tables for spreadsheets: what stands before each text that would be a formula, or begins with it. */
  readonly guard?: string;
  /** How turns became one text, where it is not the usual way. */
  readonly template?: OtherTemplate;
}

/** Undefined: plain JSON lines in one file per split, texts in the usual way. */
export function packingFacts(packing: Packing): PackingFacts | undefined {
  const { container, compression, shardRows, shardBytes, template = null } = packing;
  if (
    container === 'jsonl' &&
    compression === 'none' &&
    shardRows === null &&
    shardBytes === null &&
    template === null
  )
    return undefined;
  return {
    container,
    compression,
    shard_rows: shardRows,
    shard_bytes: shardBytes,
    ...(container === 'spreadsheet' ? { guard } : {}),
    ...(template === null ? {} : { template }),
  };
}
