const NEWLINE = 0x0a;

/** A row as its line holds it. */
export type JsonRow = Readonly<Record<string, unknown>>;

export interface ReadRow {
  readonly row: JsonRow;
  /** Bytes of its line, with the newline. */
  readonly size: number;
}

/** Reads lines of JSON that come in pieces cut anywhere. Memory: one line and one piece. */
export class JsonRows {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest: Uint8Array[] = [];

  /** The rows that are complete now. */
  push(bytes: Uint8Array): ReadRow[] {
    const rows: ReadRow[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const line = this.#complete(bytes.subarray(from, end));
      rows.push({ row: JSON.parse(this.#decoder.decode(line)) as JsonRow, size: line.length + 1 });
      from = end + 1;
    }
    // Copied: the piece may be used again by whoever gave it.
    if (from < bytes.length) this.#rest.push(bytes.slice(from));
    return rows;
  }

  /** To be called at the end. */
  finish(): void {
    if (this.#rest.length > 0) throw new Error('the last line has no end');
  }

  #complete(tail: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return tail;
    const parts = [...this.#rest, tail];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#rest = [];
    return whole;
  }
}
