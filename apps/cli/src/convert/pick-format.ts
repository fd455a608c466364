import { counted } from '@pairwright/domain/counted';
import { readFile } from 'node:fs/promises';
import type { Mapping } from '@pairwright/contract/import-mapping';
import { readContainer } from '@pairwright/formats/containers/read';
import type { ByteSource } from '@pairwright/formats/containers/source';
import { detect } from '@pairwright/formats/in/detect';
import type { InFormat } from '@pairwright/formats/in/format';
import { readDatasetInfo } from '@pairwright/formats/in/llamafactory-info';
import { mappingFormat, parseMapping } from '@pairwright/formats/in/mapping-format';
import { reasonText, signText } from '@pairwright/formats/in/recognition-words';
import { inFormat, inFormats } from '@pairwright/formats/in/registry';
import { CliError } from '../cli-error.ts';

const sampleRows = 100;

export interface FormatChoice {
  readonly from?: string | undefined;
  readonly mapping?: string | undefined;
  /** `FILE:NAME`: an entry of a dataset_info.json. */
  readonly datasetInfo?: string | undefined;
}

/** What a JSON file holds. Throws CliError where it cannot be read. */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CliError('usage', `${file} cannot be read. Does it exist?`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CliError('usage', `${file} is not JSON.`);
  }
}

/** The mapping that a file holds. */
export async function readMapping(file: string): Promise<Mapping> {
  const parsed = parseMapping(await readJsonFile(file));
  if ('wrong' in parsed) throw new CliError('usage', parsed.wrong);
  return parsed.mapping;
}

/** The format of this name, or of another one it goes by. */
export function requireFormat(name: string): InFormat {
  const format = inFormat(name);
  if (format !== null) return format;
  throw new CliError(
    'usage',
    `"${name}" is no format. Formats: ${inFormats.map((one) => one.name).join(', ')}.`,
  );
}

/** The format that was asked for, or that the first rows are; and the sentence that says why. */
export async function pickFormat(
  choice: FormatChoice,
  sources: readonly ByteSource[],
): Promise<{ format: InFormat; told: string | null }> {
  if ([choice.from, choice.mapping, choice.datasetInfo].filter((one) => one !== undefined).length > 1)
    throw new CliError('usage', 'Give one of --from, --mapping and --dataset-info.');
  if (choice.mapping !== undefined)
    return { format: mappingFormat(await readMapping(choice.mapping)), told: null };
  if (choice.datasetInfo !== undefined) return { format: await entryFormat(choice.datasetInfo), told: null };
  if (choice.from !== undefined) return { format: requireFormat(choice.from), told: null };
  return detected(sources);
}

async function entryFormat(place: string): Promise<InFormat> {
  return mappingFormat(await readEntry(place));
}

/** The mapping of an entry of a dataset_info.json, as `FILE:NAME`. */
export async function readEntry(place: string): Promise<Mapping> {
  const colon = place.lastIndexOf(':');
  const [file, name] = colon > 0 ? [place.slice(0, colon), place.slice(colon + 1)] : [place, ''];
  const entries = readDatasetInfo(await readJsonFile(file));
  const entry = entries.find((one) => one.name === name);
  if (entry === undefined)
    throw new CliError(
      'usage',
      `Name an entry, as ${file}:NAME. Entries: ${entries.map((one) => one.name).join(', ') || 'none'}.`,
    );
  if (entry.mapping === null) throw new CliError('usage', entry.wrong ?? `${name} cannot be read.`);
  return entry.mapping;
}

async function detected(sources: readonly ByteSource[]): Promise<{ format: InFormat; told: string }> {
  const values: unknown[] = [];
  for (const source of sources) {
    for await (const item of readContainer(source)) {
      if (item.ok) values.push(item.value);
      if (values.length >= sampleRows) break;
    }
    if (values.length >= sampleRows) break;
  }
  const { format, reason, candidates } = detect(values);
  const found = format === null ? null : inFormat(format);
  if (found !== null) return { format: found, told: reasonText(reason, candidates[0]?.evidence) };
  const list = candidates
    .slice(0, 5)
    .map(
      ({ name, rows, evidence }) =>
        `  ${name}: ${counted(rows, 'row')} (${evidence.map(signText).join(', ')})`,
    );
  throw new CliError(
    'usage',
    [
      reasonText(reason),
      ...list,
      'Name the format with --from, or say with --mapping which column is what.',
    ].join('\n'),
  );
}
