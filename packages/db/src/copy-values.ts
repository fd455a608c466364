/** The signature; flags and the length of an extension follow, both 0 for a statement. */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
/** In the place of a row's number of columns. */
const END = -1;
const HEAD = 6;

/**
 * Cuts the output of `copy (a statement with one column) to stdout (format binary)` into its values, where the text formats would
 * have the server look at every byte of them. Memory: one value and one chunk. Throws on NULL and on anything else.
 */
export class CopyValues {
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** Bytes without which nothing more can be said. */
  #needed = HEADER.length;
  #isHeaderRead = false;
  #isEnded = false;

  /** Takes the next bytes and gives the values that are whole now: parts of the bytes, not copies. What is not whole yet is copied. */
  push(chunk: Buffer): Buffer[] {
    this.#keptBytes += chunk.length;
    if (this.#keptBytes < this.#needed) {
      if (chunk.length > 0) this.#kept.push(Buffer.from(chunk));
      return [];
    }
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([...this.#kept, chunk]);
    const values: Buffer[] = [];
    let at = this.#readHeader(bytes);
    for (;;) {
      const end = this.#endOfRow(bytes, at);
      if (end === null) break;
      if (end > at + 2) values.push(bytes.subarray(at + HEAD, end));
      at = end;
    }
    this.#kept = at < bytes.length ? [Buffer.from(bytes.subarray(at))] : [];
    this.#keptBytes = bytes.length - at;
    this.#needed -= at;
    return values;
  }

  /** To be called at the end of the input. */
  finish(): void {
    if (!this.#isEnded || this.#keptBytes > 0) throw new Error('the last value has no end');
  }

  #readHeader(bytes: Buffer): number {
    if (this.#isHeaderRead) return 0;
    this.#isHeaderRead = true;
    if (!bytes.subarray(0, HEADER.length).equals(HEADER)) throw new Error('this is no binary COPY');
    return HEADER.length;
  }

  /** Null: it is not all there; how many bytes it takes is then in `needed`. */
  #endOfRow(bytes: Buffer, at: number): number | null {
    this.#needed = at + 2;
    if (this.#isEnded || bytes.length < this.#needed) return null;
    const columns = bytes.readInt16BE(at);
    if (columns === END) {
      this.#isEnded = true;
      return at + 2;
    }
    if (columns !== 1) throw new Error(`a row has ${columns} columns`);
    this.#needed = at + HEAD;
    if (bytes.length < this.#needed) return null;
    const length = bytes.readInt32BE(at + 2);
    if (length < 0) throw new Error('a value is null');
    this.#needed = at + HEAD + length;
    return bytes.length < this.#needed ? null : this.#needed;
  }
}
