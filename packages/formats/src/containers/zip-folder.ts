import { planByReadme } from './folder.ts';
import type { Limits } from './items.ts';
import { entrySource, type ZipEntry } from './zip.ts';
import type { ByteSource } from './source.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** A README is read up to here; what is longer has its front matter before. */
const readmeBytes = 256 * 1024;

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
 * Which files of a zipped data set are read: those that the `configs` of its README name, as the Hugging Face loader does;
 * all where it has none. The README stands at the top, or in the one folder that all is in. A sentence where the
 * configuration cannot be followed. Throws ContainerError as the README's entry does.
 */
export async function planArchive(
  archive: Archive,
  entries: readonly ZipEntry[],
): Promise<ArchivePlan | { wrong: SaidRule }> {
  const all = { entries, unnamed: new Set<ZipEntry>() };
  const top = topFolder(entries);
  const readme = entries.find(({ name }) => name === `${top}README.md`);
  if (readme === undefined || readme.encrypted || ![0, 8].includes(readme.method)) return all;
  const plan = planByReadme(
    entries.map(({ name }) => name.slice(top.length)),
    await textOf(archive, readme),
  );
  if (plan === null || 'wrong' in plan) return plan ?? all;
  const named = [...new Set(plan.files.map(({ path }) => entries.find(({ name }) => name === top + path)!))];
  const others = entries.filter((entry) => !named.includes(entry));
  return { entries: [...named, ...others], unnamed: new Set(others) };
}

/** The folder that everything is in, with its slash; empty where there is none. What systems add beside it does not count. */
function topFolder(entries: readonly ZipEntry[]): string {
  const [first = '', ...names] = entries
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('__MACOSX/'));
  const top = first.slice(0, first.indexOf('/') + 1);
  return names.every((name) => name.startsWith(top)) ? top : '';
}

async function textOf({ name, random, limits }: Archive, entry: ZipEntry): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of entrySource(name, random, { entry, limits }).stream()) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= readmeBytes) break;
  }
  return text;
}
