import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExportJob } from '@pairwright/contract/datasets';
import { isObject } from '@pairwright/formats/in/messages';
import { CliError } from './cli-error.ts';

/** A line of a file of an export, as somebody names it. */
export interface LinePlace {
  /** The file, which need not be on this machine. */
  readonly file: string;
  /** From 1, counting rows. */
  readonly line: number;
}

/** `FILE:LINE`; null where the text is none. */
export function readLinePlace(text: string): LinePlace | null {
  const [, file, line] = /^(.*[^:]):([1-9]\d{0,14})$/s.exec(text.trim()) ?? [];
  return file === undefined || line === undefined || file.includes('\n')
    ? null
    : { file, line: Number(line) };
}

/**
 * The one export of a version that a file is of: by the manifest beside it where there is one, else by its name and the format that
 * was given. Throws CliError where there is none, or more than one.
 */
export async function exportOfFile(
  exports: readonly ExportJob[],
  { file }: LinePlace,
  format: string | undefined,
): Promise<{ exportId: string; fileName: string }> {
  const fileName = path.basename(file);
  const named = exports.filter(
    (job) => job.state === 'ready' && job.files?.some(({ name, rows }) => name === fileName && rows !== null),
  );
  if (named.length === 0) throw new CliError('usage', noSuchFile(exports, fileName));
  const sha256 = await sumBeside(file);
  const same = named.filter(
    (job) =>
      (format === undefined || job.format === format) &&
      (sha256 === null || job.files?.some((one) => one.name === fileName && one.sha256 === sha256)),
  );
  const [only] = same;
  if (only !== undefined && same.length === 1) return { exportId: only.id, fileName };
  if (same.length === 0)
    throw new CliError(
      'usage',
      sha256 === null
        ? `No export of this version in the format ${format} has a file ${fileName}.`
        : `manifest.json beside ${file} is of no export of this version${format === undefined ? '' : ` in the format ${format}`}. Name the version that it tells of.`,
    );
  const formats = [...new Set(same.map((job) => job.format))];
  throw new CliError(
    'usage',
    formats.length > 1
      ? `${fileName} is a file of several exports of this version. Say which with --format: ${formats.join(', ')}.`
      : `${fileName} is a file of several exports in this format. Keep manifest.json beside it, as "pull" does: it tells them apart.`,
  );
}

function noSuchFile(exports: readonly ExportJob[], fileName: string): string {
  const names = exports.flatMap((job) =>
    job.state === 'ready'
      ? (job.files ?? []).filter(({ rows }) => rows !== null).map(({ name }) => name)
      : [],
  );
  return names.length === 0
    ? 'The version has no finished export, so it has no files. Export it first.'
    : `The version has no data file ${fileName}. It has: ${[...new Set(names)].join(', ')}.`;
}

/** The sum of the file as the manifest beside it has it; null without one. */
async function sumBeside(file: string): Promise<string | null> {
  const beside = path.join(path.dirname(file), 'manifest.json');
  const text = await readFile(beside, 'utf8').catch(() => null);
  if (text === null) return null;
  const fault = new CliError(
    'usage',
    `${beside} is no manifest of an export. Take it away, or export again.`,
  );
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw fault;
  }
  const files: unknown = isObject(manifest) ? manifest['files'] : undefined;
  if (!Array.isArray(files)) throw fault;
  const entry: unknown = files.find((one) => isObject(one) && one['name'] === path.basename(file));
  const sha256 = isObject(entry) ? entry['sha256'] : undefined;
  if (typeof sha256 !== 'string')
    throw new CliError('usage', `${beside} names no file ${path.basename(file)}.`);
  return sha256;
}
