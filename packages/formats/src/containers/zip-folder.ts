import type { Provenance } from '@pairwright/contract/provenance';
import { configNames, planByReadme, planFolder } from './folder.ts';
import { type InfoEntry, readDatasetInfo } from '../in/llamafactory-info.ts';
import { sayDetail } from '../rule-details.ts';
import { ContainerError } from './container-faults.ts';
import type { Limits } from './items.ts';
import { provenanceOf } from './readme.ts';
import { entrySource, readZipDirectory, type ZipEntry } from './zip.ts';
import type { ByteSource } from './source.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** A README is read up to here; what is longer has its front matter before. */
const readmeBytes = 256 * 1024;
const infoBytes = 1024 * 1024;

/** What is read, where it is not the usual: a configuration and a split of the data set, or one file alone. */
export interface ArchiveChoice {
  readonly config?: string | undefined;
  readonly split?: string | undefined;
  readonly file?: string | undefined;
}

interface Archive {
  readonly name: string;
  readonly random: NonNullable<ByteSource['random']>;
  readonly limits: Limits;
}

export interface ArchivePlan {
  /** Those that are read, in the order of the configuration; then the others. */
  readonly entries: readonly ZipEntry[];
  /** What the configuration does not name. Empty where there is none. */
  readonly unnamed: ReadonlySet<ZipEntry>;
}

/**
 * Which files of a zipped data set are read: those chosen; else those that the `configs` of its README name, as the Hugging
 * Face loader does; all where it has none. The README stands at the top, or in the one folder that all is in. A sentence where
 * the configuration or the choice cannot be followed. Throws ContainerError as the README's entry does.
 */
export async function planArchive(
  archive: Archive,
  entries: readonly ZipEntry[],
  choice: ArchiveChoice = {},
): Promise<ArchivePlan | { wrong: SaidRule }> {
  const { top, names } = namesIn(entries);
  if (choice.file !== undefined)
    return names.includes(choice.file)
      ? onlyThese(entries, [top + choice.file])
      : { wrong: sayDetail('folder_file', { path: choice.file }) };
  const readme = await beside(archive, entries, { name: `${top}README.md`, bytes: readmeBytes });
  const isChosen = choice.config !== undefined || choice.split !== undefined;
  const usual = readme === null ? null : planByReadme(names, readme);
  const plan = isChosen ? planFolder(names, readme, choice) : usual;
  if (plan === null) return { entries, unnamed: new Set() };
  return 'wrong' in plan
    ? plan
    : onlyThese(
        entries,
        plan.files.map(({ path }) => top + path),
      );
}

function onlyThese(entries: readonly ZipEntry[], names: readonly string[]): ArchivePlan {
  const named = [...new Set(names.map((wanted) => entries.find(({ name }) => name === wanted)!))];
  const others = entries.filter((entry) => !named.includes(entry));
  return { entries: [...named, ...others], unnamed: new Set(others) };
}

/** What an archive says of its parts. */
export interface ArchiveParts {
  /** Configurations of its README; empty where it has none. */
  readonly configs: readonly string[];
  /** Splits of the configuration that is read; empty where that cannot be told. */
  readonly splits: readonly string[];
  readonly provenance: Provenance;
  /** Entries of the dataset_info.json beside the README (LLaMA-Factory) whose file is in the archive. */
  readonly datasets: readonly InfoEntry[];
}

/** Looks into a zip archive; null where the file is none that can be read. */
export async function partsOfArchive(
  source: ByteSource,
  limits: Limits,
  config?: string,
): Promise<ArchiveParts | null> {
  const { name, random } = source;
  if (random === undefined) return null;
  try {
    const entries = (await readZipDirectory(random, limits)).filter((entry) => !entry.name.endsWith('/'));
    const { top, names } = namesIn(entries);
    const archive = { name, random, limits };
    const readme = await beside(archive, entries, { name: `${top}README.md`, bytes: readmeBytes });
    const plan = planFolder(names, readme, { config });
    const info = await beside(archive, entries, { name: `${top}dataset_info.json`, bytes: infoBytes });
    return {
      configs: configNames(readme),
      splits: 'wrong' in plan ? [] : [...new Set(plan.files.map(({ split }) => split))],
      provenance: provenanceOf(readme),
      datasets: entriesIn(info).filter(({ file }) => names.includes(file)),
    };
  } catch (error) {
    if (error instanceof ContainerError) return null;
    throw error;
  }
}

function entriesIn(info: string | null): InfoEntry[] {
  try {
    return info === null ? [] : readDatasetInfo(JSON.parse(info));
  } catch {
    // One that is no JSON, or longer than it may be, names nothing.
    return [];
  }
}

/** The entry that is read where nobody chose: the only one, where no README says otherwise. Several are told by the caller. */
export function usualDatasets({
  configs,
  datasets,
}: Pick<ArchiveParts, 'configs' | 'datasets'>): readonly InfoEntry[] {
  return configs.length > 0 ? [] : datasets.filter(({ mapping }) => mapping !== null);
}

function namesIn(entries: readonly ZipEntry[]): { top: string; names: string[] } {
  const top = topFolder(entries);
  return { top, names: entries.map(({ name }) => name.slice(top.length)) };
}

/** The text of a file that stands beside the data, up to so many bytes; null where it is not there or cannot be unpacked. */
async function beside(
  archive: Archive,
  entries: readonly ZipEntry[],
  { name, bytes }: { name: string; bytes: number },
): Promise<string | null> {
  const entry = entries.find((one) => one.name === name);
  if (entry === undefined || entry.encrypted || ![0, 8].includes(entry.method)) return null;
  return textOf(archive, entry, bytes);
}

/** The folder that everything is in, with its slash; empty where there is none. What systems add beside it does not count. */
function topFolder(entries: readonly ZipEntry[]): string {
  const [first = '', ...names] = entries
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('__MACOSX/'));
  const top = first.slice(0, first.indexOf('/') + 1);
  return names.every((name) => name.startsWith(top)) ? top : '';
}

async function textOf({ name, random, limits }: Archive, entry: ZipEntry, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of entrySource(name, random, { entry, limits }).stream()) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= most) break;
  }
  return text;
}
