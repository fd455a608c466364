/** Stands between two JSON lists that are to become one list; never occurs in JSON text. */
export const JOIN = 0x01;
/** COPY would write this around a line that holds a line break or a control character: such a line is not canonical. */
const QUOTE = 0x02;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Whole lines, ready to be written, and how many. */
export interface Lines {
  readonly bytes: Buffer;
  readonly count: number;
}

/** Reads the output of `copyLines`: cuts it at line ends and joins the lists at the seams. Memory: one line and one chunk. */
export class LineJoiner {
  #rest: Buffer[] = [];

  /** Takes the next bytes and gives the lines that are complete now. */
  push(chunk: Buffer): Lines {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#rest.push(chunk);
      return { bytes: Buffer.alloc(0), count: 0 };
    }
    const head = chunk.subarray(0, end);
    const whole = this.#rest.length === 0 ? head : Buffer.concat([...this.#rest, head]);
    this.#rest = end === chunk.length ? [] : [chunk.subarray(end)];
    if (whole.includes(QUOTE))
      throw new Error('a stored text is not canonical JSON: it holds a raw control character');
    return { bytes: joinLists(whole), count: countNewlines(whole) };
  }

  /** To be called at the end of the input. */
  finish(): void {
    if (this.#rest.some((part) => part.length > 0)) throw new Error('the last line has no end');
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** `[a]␁[b]` becomes `[a,b]`, also when one of the lists is empty. Without seams the bytes are given back as they are. */
export function joinLists(bytes: Buffer): Buffer {
  let seam = bytes.indexOf(JOIN);
  if (seam === -1) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let from = 0;
  while (seam !== -1) {
    if (bytes[seam - 1] !== CLOSE || bytes[seam + 1] !== OPEN)
      throw new Error('a stored text is not a JSON list');
    length += bytes.copy(out, length, from, seam - 1);
    from = seam + 2;
    if (out[length - 1] !== OPEN && bytes[from] !== CLOSE) out[length++] = COMMA;
    seam = bytes.indexOf(JOIN, from);
  }
  length += bytes.copy(out, length, from);
  return out.subarray(0, length);
}
