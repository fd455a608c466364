import type { FolderChoice, SettledReading } from '@pairwright/contract/import-reading';
import type { ContainerFault } from '@pairwright/formats/containers/container-faults';
import { defaultLimits, type Item, type Limits } from '@pairwright/formats/containers/items';
import { readContainer } from '@pairwright/formats/containers/read';
import { sniff } from '@pairwright/formats/containers/sniff';
import { type ByteSource, peek } from '@pairwright/formats/containers/source';
import { type ArchiveParts, partsOfArchive, usualDatasets } from '@pairwright/formats/containers/zip-folder';
import { detect, type Detection } from '@pairwright/formats/in/detect';
import type { InFormat } from '@pairwright/formats/in/format';
import type { InfoEntry } from '@pairwright/formats/in/llamafactory-info';
import { mappingFormat } from '@pairwright/formats/in/mapping-format';
import { reasonText, sayStopped } from '@pairwright/formats/in/recognition-words';
import { inFormat } from '@pairwright/formats/in/registry';
import { ImportFailure } from '../import-error.ts';

const HEAD_BYTES = 64 * 1024;
const SAMPLE_ROWS = 200;
const SAMPLE_BYTES = 16 * 1024 * 1024;
/** The reading of our own rows. */
export const ownReading: SettledReading = { by: 'format', format: 'pairwright' };

/** What a file is, by its first bytes: `lines`, `csv`, `gzip` and so on, as `sniff` has it. */
export async function kindOf(source: ByteSource): Promise<string> {
  const { head, whole } = await peek(source.stream(), HEAD_BYTES);
  await whole[Symbol.asyncIterator]().return?.(undefined);
  return sniff(head, source.name).kind;
}

/** Whether these are our own rows, each on a line: they are read without a detour, and from any byte on. */
export async function isOwnLines(source: ByteSource, reading: SettledReading): Promise<boolean> {
  const isOwn = reading.by === 'format' && reading.format === 'pairwright' && reading.folder === undefined;
  return isOwn && (await kindOf(source)) === 'lines';
}

/** All rows of a file, or of the part of an archive that a reading chooses. */
export function rowsOf(
  source: ByteSource,
  folder: FolderChoice | undefined,
  limits: Partial<Limits> = {},
): AsyncGenerator<Item> {
  return readContainer(source, { ...defaultLimits, ...limits }, folder);
}

interface Sample {
  readonly rows?: number;
  readonly limits?: Partial<Limits>;
  readonly folder?: FolderChoice | undefined;
}

export interface Sampled {
  readonly items: readonly Item[];
  /** The file goes on behind them. */
  readonly isCut: boolean;
}

/** The first rows of a file, good and bad, and whether they are all. */
export async function cutSampleOf(
  source: ByteSource,
  { rows = SAMPLE_ROWS, limits = {}, folder }: Sample = {},
): Promise<Sampled> {
  const items: Item[] = [];
  let bytes = 0;
  for await (const item of rowsOf(source, folder, limits)) {
    if (items.length >= rows || bytes >= SAMPLE_BYTES) return { items, isCut: true };
    items.push(item);
    bytes += item.raw?.length ?? 1_000;
  }
  return { items, isCut: false };
}

/** The first rows of a file, good and bad. */
export async function sampleOf(source: ByteSource, sample: Sample = {}): Promise<readonly Item[]> {
  return (await cutSampleOf(source, sample)).items;
}

export function detectIn(items: readonly Item[]): Detection {
  return detect(items.flatMap((item) => (item.ok ? [item.value] : [])));
}

/** The format of a reading; throws ImportFailure where it has a name that no format has. */
export function formatOf(reading: SettledReading): InFormat {
  if (reading.by === 'mapping') return mappingFormat(reading.mapping);
  const format = inFormat(reading.format);
  if (format !== null) return format;
  throw new ImportFailure('format_unknown', {
    message: sayStopped('no_format', { format: reading.format }),
    fix: 'Choose one of the formats that are listed, or map the columns.',
  });
}

/** What an archive says of its parts; null where the file is none. */
export function partsOf(
  source: ByteSource,
  limits: Limits,
  folder?: FolderChoice,
): Promise<ArchiveParts | null> {
  return partsOfArchive(source, limits, folder?.config);
}

/** An entry of an archive's dataset_info.json as a reading; null where it describes no preferences. */
export function readingOfDataset({ mapping, file }: InfoEntry): SettledReading | null {
  return mapping === null ? null : { by: 'mapping', mapping, folder: { file } };
}

/** What is read where nobody chose: the only entry of an archive's dataset_info.json. Null: as the rows are recognised. */
export function usualReading(parts: ArchiveParts | null): SettledReading | 'several' | null {
  const [only, ...more] = parts === null ? [] : usualDatasets(parts);
  if (only === undefined) return null;
  return more.length > 0 ? 'several' : readingOfDataset(only);
}

/** As `recognise`, of an archive; null where it says nothing of its own. */
async function recogniseArchive(source: ByteSource): Promise<SettledReading | null> {
  const parts = await partsOf(source, defaultLimits);
  const usual = usualReading(parts);
  if (usual !== 'several') return usual;
  throw new ImportFailure('format_unknown', {
    message: sayStopped('datasets', {
      names: usualDatasets(parts!)
        .map(({ name }) => name)
        .join(', '),
    }),
    fix: 'Choose one on the page of the import, or with --dataset-info NAME on the command line.',
  });
}

/** Why nothing of these is read, where that is for what their files are; of an archive first what is wrong, then what is no data. */
export function unreadableFault(items: readonly Item[]): ContainerFault | null {
  const faults: ContainerFault[] = [];
  for (const item of items) {
    if (item.ok || item.scope === 'row') return null;
    faults.push(...item.faults);
  }
  return faults.find(({ code }) => code !== 'other_file') ?? faults[0] ?? null;
}

/**
 * How a file is read when nobody said it, or only which part of an archive. Lines without any object are taken for rows of ours: each is named with what is
 * wrong with it. Throws ImportFailure where nothing of the file can be read, or its format is not clear.
 */
export async function recognise(
  source: ByteSource,
  folder: FolderChoice | undefined,
): Promise<SettledReading> {
  const said = folder === undefined ? await recogniseArchive(source) : null;
  if (said !== null) return said;
  const items = await sampleOf(source, { folder });
  const fault = unreadableFault(items);
  if (fault !== null)
    throw new ImportFailure('file_unreadable', {
      message: sayStopped('unreadable', { rule: fault.rule }),
      fix: fault.fix,
    });
  const found = detectIn(items);
  if (found.format !== null)
    return { by: 'format', format: found.format, ...(folder !== undefined && { folder }) };
  if (found.sample === 0 && (await kindOf(source)) === 'lines') return ownReading;
  throw new ImportFailure('format_unknown', {
    message: reasonText(found.reason),
    fix: 'Choose the format on the page of the import, or map the columns of the file; on the command line use --from or --mapping.',
  });
}
