import type { Lines } from './join-messages.ts';

const NEWLINE = 0x0a;

/** Where a file ends: at so many rows, and before the line that would take it over so many bytes. Null: no such end. */
export interface ShardLimits {
  readonly rows: number | null;
  readonly bytes: number | null;
}

/** Lines that go into one file. */
export interface ShardPiece extends Lines {
  /** From 0; a file has at least one line. */
  readonly shard: number;
}

/** Cuts whole lines into files. Where the cuts are depends on the lines alone, not on the pieces they come in. */
export class ShardCutter {
  readonly #rows: number;
  readonly #bytes: number;
  #shard = 0;
  #rowsIn = 0;
  #bytesIn = 0;

  constructor(limits: ShardLimits) {
    this.#rows = limits.rows ?? Number.POSITIVE_INFINITY;
    this.#bytes = limits.bytes ?? Number.POSITIVE_INFINITY;
  }

  cut({ bytes, count }: Lines): ShardPiece[] {
    if (bytes.length === 0) return [];
    if (this.#fits(bytes.length, count)) {
      this.#take(bytes.length, count);
      return [{ shard: this.#shard, bytes, count }];
    }
    const pieces: ShardPiece[] = [];
    let from = 0;
    let lines = 0;
    let at = 0;
    const close = (): void => {
      if (lines > 0) pieces.push({ shard: this.#shard, bytes: bytes.subarray(from, at), count: lines });
      from = at;
      lines = 0;
    };
    while (at < bytes.length) {
      const end = bytes.indexOf(NEWLINE, at) + 1;
      if (this.#rowsIn > 0 && !this.#fits(end - at, 1)) {
        close();
        this.#shard += 1;
        this.#rowsIn = 0;
        this.#bytesIn = 0;
      }
      this.#take(end - at, 1);
      lines += 1;
      at = end;
    }
    close();
    return pieces;
  }

  #fits(bytes: number, rows: number): boolean {
    return this.#rowsIn + rows <= this.#rows && this.#bytesIn + bytes <= this.#bytes;
  }

  #take(bytes: number, rows: number): void {
    this.#bytesIn += bytes;
    this.#rowsIn += rows;
  }
}
