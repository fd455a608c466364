import { CopyValues } from '@pairwright/db/copy-values';

/** Stands between two JSON lists that are to become one list; never occurs in JSON text. */
export const JOIN = 0x01;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Whole lines, ready to be written, and how many. */
export interface Lines {
  readonly bytes: Buffer;
  readonly count: number;
}

/** Reads the output of `copyLines`: ends its values as lines and joins the lists at the seams. Memory: one line and one chunk. */
export class LineJoiner {
  readonly #values = new CopyValues();

  /** Takes the next bytes and gives the lines that are complete now. */
  push(chunk: Buffer): Lines {
    const lines = this.#values.push(chunk);
    const out = Buffer.allocUnsafe(lines.reduce((bytes, line) => bytes + line.length + 1, 0));
    let length = 0;
    for (const line of lines) {
      if (line.includes(NEWLINE))
        throw new Error('a stored text is not canonical JSON: it holds a raw line break');
      length = copyJoined(line, out, length);
      out[length++] = NEWLINE;
    }
    return { bytes: out.subarray(0, length), count: lines.length };
  }

  /** To be called at the end of the input. */
  finish(): void {
    this.#values.finish();
  }
}

/** `[a]␁[b]` becomes `[a,b]`, also when one of the lists is empty. */
export function joinLists(line: Buffer): Buffer {
  const out = Buffer.allocUnsafe(line.length);
  return out.subarray(0, copyJoined(line, out, 0));
}

/** Copies a line into `out` from `length` on and gives the new length; the seams are taken out. */
function copyJoined(line: Buffer, out: Buffer, length: number): number {
  let from = 0;
  for (let seam = line.indexOf(JOIN); seam !== -1; seam = line.indexOf(JOIN, from)) {
    if (line[seam - 1] !== CLOSE || line[seam + 1] !== OPEN)
      throw new Error('a stored text is not a JSON list');
    length += line.copy(out, length, from, seam - 1);
    from = seam + 2;
    if (out[length - 1] !== OPEN && line[from] !== CLOSE) out[length++] = COMMA;
  }
  return length + line.copy(out, length, from);
}
