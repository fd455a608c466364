import {
  compressionsOf,
  containersOf,
  type ExportCompression,
  type ExportContainer,
  fitsContainer,
  isPlainOnly,
} from '@pairwright/domain/export-containers';
import { inFormat } from '../in/registry.ts';
import { plainOptions, type RecordFormat, type WriteOptions } from '../out/format.ts';
import { recordFormats, type RecordFormatName } from '../out/registry.ts';
import { templateNames } from '../out/templates.ts';

/** What rows are turned into: a format of a trainer, or our own rows with their past votes, which lose nothing. */
export interface ConvertTarget {
  readonly name: RecordFormatName | 'pairwright';
  /** Null: our own rows. */
  readonly format: RecordFormat | null;
  readonly options: WriteOptions;
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
}

export const targetNames = ['pairwright', ...(Object.keys(recordFormats) as RecordFormatName[])] as const;

/** What is asked for; what is left out is the usual. */
export interface TargetWish {
  readonly to: string;
  readonly container?: string | undefined;
  readonly compression?: string | undefined;
  readonly template?: string | undefined;
  readonly margin?: boolean | undefined;
  readonly weight?: boolean | undefined;
}

type Wrong = { readonly wrong: string };

/** The containers that a target's rows make sense in. Our own rows are no table: they are lines. */
export function targetContainers(name: string): readonly ExportContainer[] {
  return name === 'pairwright' ? ['jsonl'] : containersOf(name);
}

/** The target of this name, or of another one that the same shape goes by. */
function targetNamed(wanted: string): ConvertTarget['name'] | undefined {
  const known = inFormat(wanted)?.name;
  return targetNames.find((one) => one === wanted) ?? targetNames.find((one) => one === known);
}

/** The target of a wish, or what is wrong with it in a sentence. */
export function targetOf(wish: TargetWish): ConvertTarget | Wrong {
  const name = targetNamed(wish.to);
  if (name === undefined)
    return { wrong: `"${wish.to}" cannot be written. Formats: ${targetNames.join(', ')}.` };
  const format = name === 'pairwright' ? null : recordFormats[name];
  const files = filesOf(name, wish);
  if ('wrong' in files) return files;
  const options = optionsOf(format, wish);
  return 'wrong' in options ? options : { name, format, options, ...files };
}

function filesOf(
  name: ConvertTarget['name'],
  wish: TargetWish,
): Pick<ConvertTarget, 'container' | 'compression'> | Wrong {
  const containers = targetContainers(name);
  const container = containers.find((one) => one === (wish.container ?? 'jsonl'));
  if (container === undefined)
    return {
      wrong: `${name} goes into ${containers.join(', ')}: its rows do not stand in ${wish.container}.`,
    };
  const compression = (wish.compression ?? compressionsOf[container][0]) as ExportCompression;
  if (!fitsContainer(container, compression))
    return { wrong: `${container} goes with ${compressionsOf[container].join(', ')}.` };
  if (isPlainOnly(name) && compression !== 'none')
    return { wrong: `${name} is one plain file: its loader knows no other.` };
  return { container, compression };
}

function optionsOf(format: RecordFormat | null, wish: TargetWish): WriteOptions | Wrong {
  const { template, margin = false, weight = false } = wish;
  if (format === null) {
    if (template !== undefined || margin || weight)
      return { wrong: 'Rows of ours keep everything: leave the template, margin and weight out.' };
    return plainOptions;
  }
  if (margin && !format.margin) return { wrong: `${format.name} has no place for a margin.` };
  if (weight && !format.beside) return { wrong: `${format.name} has no place for a weight.` };
  const known = templateNames.find((one) => one === template);
  if (template !== undefined && (known === undefined || !format.templates.includes(known)))
    return {
      wrong:
        format.templates.length === 0
          ? `${format.name} writes turns as they are: it has no template.`
          : `${format.name} has the templates ${format.templates.join(', ')}.`,
    };
  return { margin, weight, template: known ?? null };
}

/** What the name of a file says of its container and compression; nothing where it is of no known kind. */
export function wishOfName(file: string): Pick<TargetWish, 'container' | 'compression'> {
  const [, container, packed] = /\.(parquet|csv|jsonl|ndjson|json)(\.gz|\.zst)?$/i.exec(file) ?? [];
  const kind = /\.spreadsheet\.csv$/i.test(file) ? 'spreadsheet' : container?.toLowerCase();
  const compression = packed === undefined ? undefined : packed.toLowerCase() === '.gz' ? 'gzip' : 'zstd';
  const isTable = kind === 'csv' || kind === 'spreadsheet';
  return { container: kind === 'parquet' || isTable ? kind : undefined, compression };
}
