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

/** Lines waiting that are worth a write. */
export const LINES_BYTES = 1 << 18;

/**
 * Reads the output of `copyLines`: ends its values as lines and joins the lists at the seams. All lines go through one block of
 * memory: what is thrown away for each of them would be as large as the export.
 */
export class LineJoiner {
  readonly #values = new CopyValues();
  #block = Buffer.allocUnsafeSlow(2 * LINES_BYTES);
  #length = 0;
  #count = 0;

  /** Takes the next bytes; the lines that are complete now wait. */
  push(chunk: Buffer): void {
    for (const line of this.#values.push(chunk)) {
      if (line.includes(NEWLINE))
        throw new Error('a stored text is not canonical JSON: it holds a raw line break');
      this.#makeRoom(line.length + 1);
      this.#length = copyJoined(line, this.#block, this.#length);
      this.#block[this.#length++] = NEWLINE;
      this.#count += 1;
    }
  }

  /** How many bytes wait. */
  get waiting(): number {
    return this.#length;
  }

  /** Gives the lines that wait; their bytes change with the next push. */
  take(): Lines {
    const lines = { bytes: this.#block.subarray(0, this.#length), count: this.#count };
    this.#length = 0;
    this.#count = 0;
    return lines;
  }

  /** To be called at the end of the input. */
  finish(): void {
    this.#values.finish();
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#block.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    this.#block.copy(larger, 0, 0, this.#length);
    this.#block = larger;
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
