import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConvertTarget } from '@pairwright/formats/convert/target';
import { isObject } from '@pairwright/formats/in/messages';
import { CliError } from '../cli-error.ts';

export interface Companion {
  readonly file: string;
  /** Writes it, once the data stand beside it. */
  readonly write: () => Promise<void>;
}

/**
 * What the loader of a format needs beside the data: LLaMA-Factory finds a file by its entry in `dataset_info.json`. Entries
 * of other files that stand there already stay. Read before anything is written, so that a broken one stops nothing halfway.
 */
export async function companionsOf(target: ConvertTarget, output: string | undefined): Promise<Companion[]> {
  if (output === undefined || target.format === null) return [];
  const name = path.basename(output);
  const made = target.format.companions?.(name.replace(/\.[^.]*$/, ''), [{ name, split: 'train' }]) ?? [];
  return Promise.all(
    made.map(async (companion) => {
      const file = path.join(path.dirname(output), companion.name);
      const entries = { ...(await entriesOf(file)), ...(JSON.parse(companion.text) as object) };
      return { file, write: () => writeFile(file, `${JSON.stringify(entries, null, 2)}\n`) };
    }),
  );
}

async function entriesOf(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    const value = JSON.parse(text) as unknown;
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new CliError(
    'usage',
    `${file} is there and holds no JSON object: mend it, or write to another folder.`,
  );
}
