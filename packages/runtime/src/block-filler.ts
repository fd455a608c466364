export interface Blocks {
  /** Bytes of a block. */
  readonly size: number;
  /** A block of that size that nobody uses. */
  readonly take: () => Uint8Array<ArrayBuffer>;
  /** Gets a block whose first `filled` bytes are filled, and owns it then. */
  readonly give: (block: Uint8Array<ArrayBuffer>, filled: number) => void;
}

/** Copies chunks of any length into blocks of one size, in their order. */
export class BlockFiller {
  readonly #blocks: Blocks;
  #block: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  add(chunk: Uint8Array): void {
    const { size, take } = this.#blocks;
    for (let from = 0; from < chunk.byteLength;) {
      this.#block ??= take();
      const part = chunk.subarray(from, from + size - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.byteLength;
      from += part.byteLength;
      if (this.#filled === size) this.flush();
    }
  }

  /** Gives away what is begun; nothing where nothing is. */
  flush(): void {
    const block = this.#block;
    if (block === undefined) return;
    const filled = this.#filled;
    this.#block = undefined;
    this.#filled = 0;
    this.#blocks.give(block, filled);
  }
}
