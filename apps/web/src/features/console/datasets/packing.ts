import type { ExportFormat, ExportJob } from '@pairwright/contract/datasets';
import { templatesOf, type TextTemplate, textTemplates } from '@pairwright/contract/export-formats';
import {
  compressionsFor,
  compressionsOf,
  type ExportCompression,
  type ExportContainer,
  isPlainOnly,
} from '@pairwright/domain/export-containers';

/** How the files are to be packed and cut, as it is typed. */
export interface PackingDraft {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  /** Empty: not cut by it. */
  readonly shardRows: string;
  /** In MiB of lines. */
  readonly shardSize: string;
  /** Of the formats that leave it open. */
  readonly template: TextTemplate;
}

/** What is asked of an export. */
export interface Packing {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
  readonly shardRows?: number;
  readonly shardBytes?: number;
  readonly template?: TextTemplate;
}

export const usualPacking: PackingDraft = {
  container: 'jsonl',
  compression: compressionsOf.jsonl[0],
  shardRows: '',
  shardSize: '',
  template: textTemplates[0],
};

const MIB = 1_048_576;
export const most = { shardRows: 1_000_000_000, shardSize: 1_048_576 } as const;

/** Undefined: nothing typed. Null: no such number. */
export function limitOf(part: keyof typeof most, text: string): number | undefined | null {
  const typed = text.trim();
  if (typed === '') return undefined;
  const value = /^\d{1,10}$/.test(typed) ? Number(typed) : 0;
  return value >= 1 && value <= most[part] ? value : null;
}

/** Null while something typed is no number of its kind. */
export function readPacking({ container, compression, template, ...typed }: PackingDraft): Packing | null {
  const rows = limitOf('shardRows', typed.shardRows);
  const size = limitOf('shardSize', typed.shardSize);
  if (rows === null || size === null) return null;
  return {
    container,
    compression,
    ...(rows === undefined ? {} : { shardRows: rows }),
    ...(size === undefined ? {} : { shardBytes: size * MIB }),
    ...(template === textTemplates[0] ? {} : { template }),
  };
}

export function isPackedAs(job: ExportJob, packing: Packing): boolean {
  return (
    job.container === packing.container &&
    job.compression === packing.compression &&
    job.shardRows === (packing.shardRows ?? null) &&
    job.shardBytes === (packing.shardBytes ?? null) &&
    job.template === (packing.template ?? null)
  );
}

/** The same for one format: most have no template to choose, and what is usual of one need not be asked for. */
export function packingOf(format: ExportFormat, { template, ...packing }: Packing): Packing {
  const templates = templatesOf(format);
  return template === undefined || template === templates[0] || !templates.includes(template)
    ? packing
    : { ...packing, template };
}

/** Why a format cannot be packed so; null: it can. */
export function misfitOf(format: ExportFormat, packing: Packing): 'container' | 'plain' | null {
  if (!compressionsFor(format, packing.container).includes(packing.compression))
    return isPlainOnly(format) && packing.container === 'jsonl' ? 'plain' : 'container';
  const isCut = packing.shardRows !== undefined || packing.shardBytes !== undefined;
  return isCut && isPlainOnly(format) ? 'plain' : null;
}
