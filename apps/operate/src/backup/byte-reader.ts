/** Reads a stream of bytes in pieces of the size that is asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer[] = [];
  #size = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Just so many bytes; fewer at the end. */
  async take(count: number): Promise<Buffer> {
    await this.#fill(count);
    const all = this.#joined();
    const taken = all.subarray(0, count);
    this.#keep(all.subarray(count));
    return taken;
  }

  /** The next bytes without taking them. */
  async peek(count: number): Promise<Buffer> {
    await this.#fill(count);
    const all = this.#joined();
    this.#keep(all);
    return all.subarray(0, count);
  }

  async atEnd(): Promise<boolean> {
    await this.#fill(1);
    return this.#size === 0;
  }

  /** Up to the next line feed, which is taken too; undefined when none is within so many bytes. */
  async line(most: number): Promise<string | undefined> {
    const seen = await this.peek(most);
    const end = seen.indexOf(10);
    if (end < 0) return undefined;
    return (await this.take(end + 1)).subarray(0, end).toString('utf8');
  }

  /** All that is left. Whoever stops in the middle of it closes the source. */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      const held = this.#joined();
      this.#keep(Buffer.alloc(0));
      if (held.length > 0) yield held;
      while (!this.#ended) {
        const next = await this.#source.next();
        if (next.done === true) this.#ended = true;
        else yield next.value;
      }
    } finally {
      await this.leave();
    }
  }

  /** Closes the source where it is. */
  async leave(): Promise<void> {
    this.#ended = true;
    await this.#source.return?.();
  }

  async #fill(count: number): Promise<void> {
    while (this.#size < count && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
        return;
      }
      this.#held.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
      this.#size += next.value.byteLength;
    }
  }

  #joined(): Buffer {
    return this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
  }

  #keep(bytes: Buffer): void {
    this.#held = bytes.length === 0 ? [] : [bytes];
    this.#size = bytes.length;
  }
}
