import { openEncoder, type FileEncoder, type FileShape } from '../files/encoder.ts';

const batchLength = 64 * 1024;
const utf8 = new TextEncoder();

/** Turns lines into the bytes of one file. Memory: some lines, and what its container holds (a row group of Parquet). */
export class LineFile {
  readonly #encoder: FileEncoder | undefined;
  readonly #isList: boolean;
  #text = '';
  #lines = 0;

  private constructor(encoder: FileEncoder | undefined, isList: boolean) {
    this.#encoder = encoder;
    this.#isList = isList;
  }

  /** `list`: one JSON list with a value on each line. */
  static async open(file: FileShape, shape: 'lines' | 'list'): Promise<LineFile> {
    return new LineFile(await openEncoder(file), shape === 'list');
  }

  /** Takes a line without its newline; gives the bytes that are ready. */
  add(line: string): Uint8Array[] {
    this.#lines += 1;
    if (!this.#isList) this.#text += `${line}\n`;
    else this.#text += this.#lines === 1 ? `[\n${line}` : `,\n${line}`;
    return this.#text.length < batchLength ? [] : this.#flush();
  }

  /** The rest of the file. A Parquet file without a row cannot be: `RangeError`. */
  end(): Uint8Array[] {
    if (this.#isList) this.#text += this.#lines === 0 ? '[]\n' : '\n]\n';
    return [...this.#flush(), ...(this.#encoder?.finish() ?? [])];
  }

  #flush(): Uint8Array[] {
    if (this.#text === '') return [];
    const bytes = utf8.encode(this.#text);
    this.#text = '';
    return this.#encoder === undefined ? [bytes] : this.#encoder.push(bytes);
  }
}
