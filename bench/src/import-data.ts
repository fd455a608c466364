import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateLines } from '@pairwright/formats/generate';

/** A file that is uploaded may have 2 GiB. */
export const ROWS_OF_FILE = 500_000;

export interface LinesWanted {
  readonly folder: string;
  readonly rows: number;
  readonly seed: number;
}

export interface LineFile {
  readonly file: string;
  readonly rows: number;
}

export interface WrittenLines {
  /** To import, one after the other. */
  readonly parts: readonly LineFile[];
  /** The same lines, all in one, as COPY takes them. */
  readonly copy: string;
  readonly bytes: number;
}

/** Writes rows of our own shape with two answers each, over the files of the same names. */
export async function writeLines({ folder, rows, seed }: LinesWanted): Promise<WrittenLines> {
  const options = { seed, models: ['model-a', 'model-b'], promptBytes: 300, answerBytes: 1_000 };
  const copy = path.join(folder, 'rows.copy');
  const parts: LineFile[] = [];
  let bytes = 0;
  const counted = function* (from: number, to: number) {
    for (const line of generateLines(from, to, options)) {
      bytes += Buffer.byteLength(line);
      yield line;
    }
  };
  for (let from = 0; from < rows; from += ROWS_OF_FILE) {
    const to = Math.min(rows, from + ROWS_OF_FILE);
    const file = path.join(folder, `rows-${parts.length + 1}.jsonl`);
    await write(file, counted(from, to));
    parts.push({ file, rows: to - from });
  }
  const escaped = function* () {
    let number = 0;
    for (const line of generateLines(0, rows, options))
      yield `${(number += 1)}\t${line.slice(0, -1).replaceAll('\\', '\\\\')}\n`;
  };
  await write(copy, escaped());
  return { parts, copy, bytes };
}

async function write(file: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines, { objectMode: false }), createWriteStream(file));
}
