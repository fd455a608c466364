import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportReading } from '@pairwright/contract/import-reading';
import type { Provenance } from '@pairwright/contract/provenance';
import { configNames, planFolder } from '@pairwright/formats/containers/folder';
import { provenanceOf } from '@pairwright/formats/containers/readme';
import { type ZippedFile, zipOf } from '@pairwright/formats/containers/zip-stream';
import { usualDatasets } from '@pairwright/formats/containers/zip-folder';
import { type InfoEntry, readDatasetInfo } from '@pairwright/formats/in/llamafactory-info';
import { CliError } from './cli-error.ts';
import { fileSource, type FolderChoice, listFolder } from './convert/local-files.ts';
import { readJsonFile } from './convert/pick-format.ts';

/** What a zip holds at most. */
const mostBytes = 4 * 1024 ** 3 - 1024 * 1024;

/** What goes to the server. */
export interface Packed {
  /** Of this machine. */
  readonly file: string;
  /** As the import is called. */
  readonly name: string;
  /** Null: it was no folder. Else how its rows are to be read, where the folder says so, and what its README says of them. */
  readonly folder: { readonly reading: ImportReading | null; readonly provenance: Provenance } | null;
  /** What was chosen of a folder. */
  readonly told: string | null;
  /** Removes what was made for the way. */
  readonly clear: () => Promise<void>;
}

interface Chosen {
  readonly files: readonly string[];
  readonly reading: ImportReading | null;
}

/** A file as it is; of a folder the chosen files as one zip, whose bytes are the same whenever the files are. */
export async function packPlace(place: string, choice: FolderChoice & { dataset?: string }): Promise<Packed> {
  const found = await stat(place).catch(() => null);
  if (found === null) throw new CliError('usage', `${place} cannot be read. Does it exist?`);
  if (!found.isDirectory())
    return { file: place, name: path.basename(place), folder: null, told: null, clear: async () => {} };
  const readme = await readFile(path.join(place, 'README.md'), 'utf8').catch(() => null);
  const { files, reading } = await chooseFiles(place, readme, choice);
  await refuseTooMuch(place, files);
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-import-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  const name = `${path.basename(path.resolve(place))}.zip`;
  const file = path.join(folder, name);
  try {
    await pipeline(Readable.from(zipOf(opened(place, files))), createWriteStream(file));
  } catch (error) {
    await clear();
    throw error;
  }
  const provenance = provenanceOf(readme);
  return { file, name, folder: { reading, provenance }, told: `Importing ${files.join(', ')}`, clear };
}

/** As a zipped data set is read: by the `configs` of its README, by its dataset_info.json, else by the names. */
async function chooseFiles(
  folder: string,
  readme: string | null,
  { config, split, dataset }: FolderChoice & { dataset?: string },
): Promise<Chosen> {
  const all = await listFolder(folder);
  const plan = planFolder(all, readme, { config, split });
  const datasets = all.includes('dataset_info.json')
    ? readDatasetInfo(await readJsonFile(path.join(folder, 'dataset_info.json'))).filter(({ file }) =>
        all.includes(file),
      )
    : [];
  if (dataset !== undefined) return entryOf(datasets, dataset);
  const isChosen = config !== undefined || split !== undefined;
  const [only, ...more] = isChosen ? [] : usualDatasets({ configs: configNames(readme), datasets });
  if (more.length > 0) return entryOf(datasets, undefined);
  if (only !== undefined) return entryOf([only], only.name);
  if ('wrong' in plan) throw new CliError('usage', `${plan.wrong} (--config and --split choose.)`);
  return { files: plan.files.map(({ path: file }) => file), reading: null };
}

function entryOf(entries: readonly InfoEntry[], wanted: string | undefined): Chosen {
  const entry = requireEntry(entries, wanted);
  // Where nothing is wrong with it there is a mapping.
  return { files: [entry.file], reading: { by: 'mapping', mapping: entry.mapping! } };
}

/** The entry of a dataset_info.json; throws CliError where there is none of this name, or it describes no preferences. */
export function requireEntry<Entry extends Pick<InfoEntry, 'name' | 'wrong'>>(
  entries: readonly Entry[],
  wanted: string | undefined,
): Entry {
  const entry = entries.find(({ name }) => name === wanted);
  if (entry === undefined)
    throw new CliError(
      'usage',
      `Name an entry of dataset_info.json whose file is there, as --dataset-info NAME. Entries: ${entries.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  if (entry.wrong !== null) throw new CliError('usage', entry.wrong);
  return entry;
}

async function refuseTooMuch(folder: string, files: readonly string[]): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > mostBytes)
    throw new CliError(
      'usage',
      `The files of ${folder} have more than 4 GiB together. Import them one by one, or choose fewer by --config and --split.`,
    );
}

async function* opened(folder: string, files: readonly string[]): AsyncGenerator<ZippedFile> {
  for (const name of files) yield { name, body: (await fileSource(path.join(folder, name))).stream() };
}
