const NEWLINE = 0x0a;

/** Finds the lines in bytes that come in pieces cut anywhere. Memory: one line and one piece. */
export class WholeLines {
  #rest: Uint8Array[] = [];

  /** Gives each line that is complete now, without its newline; it is valid only until the call ends. */
  push(bytes: Uint8Array, each: (line: Uint8Array) => void): void {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      each(this.#complete(bytes.subarray(from, end)));
      from = end + 1;
    }
    // Copied: the piece may be used again by whoever gave it.
    if (from < bytes.length) this.#rest.push(bytes.slice(from));
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
