import type { ImportReading } from '@pairwright/contract/import-reading';
import { defaultLimits, type Item, type Limits } from '@pairwright/formats/containers/items';
import { readContainer } from '@pairwright/formats/containers/read';
import { sniff } from '@pairwright/formats/containers/sniff';
import { type ByteSource, peek } from '@pairwright/formats/containers/source';
import { detect, type Detection } from '@pairwright/formats/in/detect';
import type { InFormat } from '@pairwright/formats/in/format';
import { mappingFormat } from '@pairwright/formats/in/mapping-format';
import { reasonText, sayStopped } from '@pairwright/formats/in/recognition-words';
import { inFormat } from '@pairwright/formats/in/registry';
import { ImportFailure } from '../import-error.ts';

const HEAD_BYTES = 64 * 1024;
const SAMPLE_ROWS = 200;
const SAMPLE_BYTES = 16 * 1024 * 1024;
/** The reading of our own rows. */
export const ownReading: ImportReading = { by: 'format', format: 'pairwright' };

/** What a file is, by its first bytes: `lines`, `csv`, `gzip` and so on, as `sniff` has it. */
export async function kindOf(source: ByteSource): Promise<string> {
  const { head, whole } = await peek(source.stream(), HEAD_BYTES);
  await whole[Symbol.asyncIterator]().return?.(undefined);
  return sniff(head, source.name).kind;
}

/** Whether these are our own rows, each on a line: they are read without a detour, and from any byte on. */
export async function isOwnLines(source: ByteSource, reading: ImportReading): Promise<boolean> {
  return reading.by === 'format' && reading.format === 'pairwright' && (await kindOf(source)) === 'lines';
}

/** The first rows of a file, good and bad. */
export async function sampleOf(
  source: ByteSource,
  { rows = SAMPLE_ROWS, limits = {} }: { rows?: number; limits?: Partial<Limits> } = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let bytes = 0;
  for await (const item of readContainer(source, { ...defaultLimits, ...limits })) {
    items.push(item);
    bytes += item.raw?.length ?? 1_000;
    if (items.length >= rows || bytes >= SAMPLE_BYTES) break;
  }
  return items;
}

export function detectIn(items: readonly Item[]): Detection {
  return detect(items.flatMap((item) => (item.ok ? [item.value] : [])));
}

/** The format of a reading; throws ImportFailure where it has a name that no format has. */
export function formatOf(reading: ImportReading): InFormat {
  if (reading.by === 'mapping') return mappingFormat(reading.mapping);
  const format = inFormat(reading.format);
  if (format !== null) return format;
  throw new ImportFailure('format_unknown', {
    message: sayStopped('no_format', { format: reading.format }),
    fix: 'Choose one of the formats that are listed, or map the columns.',
  });
}

/**
 * How a file is read when nobody said it. Lines without any object are taken for rows of ours: each is named with what is
 * wrong with it. Throws ImportFailure where nothing of the file can be read, or its format is not clear.
 */
export async function recognise(source: ByteSource): Promise<ImportReading> {
  const items = await sampleOf(source);
  const [first] = items;
  if (first !== undefined && !first.ok && first.scope === 'file' && items.length === 1) {
    const [fault] = first.faults;
    throw new ImportFailure('file_unreadable', {
      message: fault === undefined ? sayStopped('empty') : sayStopped('unreadable', { rule: fault.rule }),
      fix: fault?.fix ?? 'Choose another file.',
    });
  }
  const found = detectIn(items);
  if (found.format !== null) return { by: 'format', format: found.format };
  if (found.sample === 0 && (await kindOf(source)) === 'lines') return ownReading;
  throw new ImportFailure('format_unknown', {
    message: reasonText(found.reason),
    fix: 'Choose the format on the page of the import, or map the columns of the file; on the command line use --from or --mapping.',
  });
}
