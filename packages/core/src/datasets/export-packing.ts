import type { ExportFormat } from '@pairwright/contract/datasets';
import { type OtherTemplate, templatesOf, type TextTemplate } from '@pairwright/contract/export-formats';
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
  readonly template?: TextTemplate | undefined;
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
  return { container, compression, shardRows, shardBytes, template: chooseTemplate(format, wanted) };
}

/** Null for the usual one, so that asking for it is asking for nothing else. */
function chooseTemplate(format: ExportFormat, { template }: FilesWanted): OtherTemplate | null {
  if (template === undefined) return null;
  const templates = templatesOf(format);
  if (template === templates[0]) return null;
  if (template !== 'plain' && templates.includes(template)) return template;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'body.template',
        rule:
          templates.length === 0
            ? 'a format of texts whose template can be chosen'
            : `${format} goes into ${templates.join(', ')}`,
        fix:
          templates.length === 0
            ? `${format} has none to choose: leave the template out, or take the format text-triple.`
            : `Ask for one of these, or leave the template out: then it is ${templates[0]}.`,
      },
    ],
  });
}
