import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '@pairwright/formats/in/messages';
import type { Cli } from './app-context.ts';
import { settingsFile } from './settings.ts';

/** More than anybody leaves unfinished; the server throws them away after a day. */
const mostKept = 50;

/** The same file, for the same project of the same server. */
export interface UploadedFile {
  readonly projectId: string;
  readonly sha256: string;
}

type Known = Record<string, string>;

/** Which import an unfinished upload of this file belongs to; undefined where none was begun on this machine. */
export async function recallUpload(cli: Cli, file: UploadedFile): Promise<string | undefined> {
  return (await readKnown(cli))[keyOf(cli, file)];
}

/** Keeps the import of an upload that begins, until it is finished (null). Where it cannot be kept, that is told. */
export async function rememberUpload(cli: Cli, file: UploadedFile, importId: string | null): Promise<void> {
  const { [keyOf(cli, file)]: _before, ...others } = await readKnown(cli);
  const known = Object.entries(importId === null ? others : { ...others, [keyOf(cli, file)]: importId });
  const place = placeOf(cli);
  try {
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    const text = JSON.stringify(Object.fromEntries(known.slice(-mostKept)), null, 2);
    await writeFile(`${place}.part`, `${text}\n`, { mode: 0o600 });
    await rename(`${place}.part`, place);
  } catch (error) {
    if (importId !== null)
      cli.out.line(
        `${place} cannot be written (${(error as Error).message}): an upload that is broken off begins anew.`,
      );
  }
}

const placeOf = ({ env }: Cli): string => path.join(path.dirname(settingsFile(env)), 'uploads.json');
const keyOf = ({ settings }: Cli, { projectId, sha256 }: UploadedFile): string =>
  `${settings.server} ${projectId} ${sha256}`;

async function readKnown(cli: Cli): Promise<Known> {
  try {
    const value = JSON.parse(await readFile(placeOf(cli), 'utf8')) as unknown;
    return isObject(value) ? (value as Known) : {};
  } catch {
    // Nothing was begun, or what is there is no memory: an upload begins anew, and loses nothing.
    return {};
  }
}
