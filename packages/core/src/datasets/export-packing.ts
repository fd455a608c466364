import type { ExportFormat } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import {
  compressionsOf,
  containersOf,
  type ExportCompression,
  type ExportContainer,
  fitsContainer,
  isPlainOnly,
} from '@pairwright/domain/export-containers';
import type { Packing } from '@pairwright/formats/packing';

/** What a request says about the files of an export; what it leaves out is the usual. */
export interface FilesWanted {
  readonly container?: ExportContainer | undefined;
  readonly compression?: ExportCompression | undefined;
  readonly shardRows?: number | undefined;
  readonly shardBytes?: number | undefined;
}

/** Completes what was asked for. Throws `invalid_request` where it does not go together. */
export function choosePacking(format: ExportFormat, wanted: FilesWanted): Packing {
  const { container = 'jsonl', shardRows = null, shardBytes = null } = wanted;
  const compression = wanted.compression ?? compressionsOf[container][0];
  if (!fitsContainer(container, compression))
    throw new Problem('invalid_request', {
      detail: `The container ${container} goes with the compressions ${compressionsOf[container].join(', ')}.`,
    });
  if (!containersOf(format).includes(container))
    throw new Problem('invalid_request', {
      detail: `The format ${format} goes into ${containersOf(format).join(', ')}: its rows do not stand in a ${container} file as its readers look for them.`,
    });
  if (isPlainOnly(format) && (compression !== 'none' || shardRows !== null || shardBytes !== null))
    throw new Problem('invalid_request', {
      detail: `The format ${format} is one plain file: its loader knows no other. Leave compression and shards out.`,
    });
  return { container, compression, shardRows, shardBytes };
}
