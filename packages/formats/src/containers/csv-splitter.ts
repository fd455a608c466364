import { joinBytes } from './source.ts';

/** A record of a table: its cells as bytes without quotes, and as it stood there. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly Uint8Array[];
  readonly raw: Uint8Array;
  /** A quoted cell that goes on behind its quote, or one that never ended. */
  readonly fault: 'quote' | 'open_quote' | 'too_long' | 'too_many' | null;
}

const quote = 0x22;
const newline = 0x0a;
const carriage = 0x0d;

class Growing {
  #bytes = new Uint8Array(1024);
  length = 0;

  add(byte: number): void {
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = byte;
  }

  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  /** The carriage return of a line end belongs to no cell. */
  dropReturn(): void {
    if (this.length > 0 && this.#bytes[this.length - 1] === carriage) this.length--;
  }

  /** Forgets what it has; memory of a large cell is given back. */
  drop(): void {
    if (this.#bytes.length > 65_536) this.#bytes = new Uint8Array(1024);
    this.length = 0;
  }
}

/**
 * Splits bytes into records after RFC 4180 (delimiters, quotes and line ends are single bytes in UTF-8): quoted cells
 * hold delimiters, line breaks and doubled quotes. Needs memory for one record; one over a limit is counted, not kept.
 */
export class CsvSplitter {
  readonly #delimiter: number;
  readonly #maxBytes: number;
  readonly #maxColumns: number;
  #line = 1;
  #startLine = 1;
  #cells: Uint8Array[] = [];
  #columns = 0;
  readonly #cell = new Growing();
  #raw: Uint8Array[] = [];
  #size = 0;
  #state: 'cell' | 'start' | 'quoted' | 'closed' = 'start';
  #broken = false;

  constructor({
    delimiter,
    maxBytes,
    maxColumns,
  }: {
    delimiter: number;
    maxBytes: number;
    maxColumns: number;
  }) {
    this.#delimiter = delimiter;
    this.#maxBytes = maxBytes;
    this.#maxColumns = maxColumns;
  }

  *push(chunk: Uint8Array): Generator<CsvRecord> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === newline) this.#line++;
      this.#size++;
      if (!this.#take(byte)) continue;
      this.#keep(chunk.subarray(from, at + 1));
      from = at + 1;
      yield this.#end(null);
    }
    this.#keep(chunk.subarray(from));
  }

  *finish(): Generator<CsvRecord> {
    if (this.#size === 0) return;
    const isOpen = this.#state === 'quoted';
    if (this.#state === 'cell') this.#cell.dropReturn();
    this.#endCell();
    yield this.#end(isOpen ? 'open_quote' : null);
  }

  get #isOver(): boolean {
    return this.#size > this.#maxBytes || this.#columns > this.#maxColumns;
  }

  /** True when the byte ends the record. */
  #take(byte: number): boolean {
    if (this.#state === 'quoted') {
      if (byte === quote) this.#state = 'closed';
      else this.#add(byte);
      return false;
    }
    if (byte === quote && this.#state !== 'cell') {
      // Behind a closing quote a second one is a quote in the text.
      if (this.#state === 'closed') this.#add(byte);
      this.#state = 'quoted';
      return false;
    }
    if (byte === this.#delimiter) this.#endCell();
    else if (byte === newline) {
      if (this.#state === 'cell') this.#cell.dropReturn();
      this.#endCell();
      return true;
    } else {
      if (this.#state === 'closed' && byte !== carriage) this.#broken = true;
      else if (this.#state !== 'closed') this.#state = 'cell';
      if (this.#state !== 'closed') this.#add(byte);
    }
    return false;
  }

  #add(byte: number): void {
    if (this.#isOver) this.#cell.drop();
    else this.#cell.add(byte);
  }

  #endCell(): void {
    this.#columns++;
    this.#state = 'start';
    if (this.#isOver) {
      this.#cells = [];
      this.#cell.drop();
    } else this.#cells.push(this.#cell.take());
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    if (this.#isOver) this.#raw = [];
    else this.#raw.push(part.slice());
  }

  #end(fault: CsvRecord['fault']): CsvRecord {
    const over =
      this.#size > this.#maxBytes ? 'too_long' : this.#columns > this.#maxColumns ? 'too_many' : null;
    const record: CsvRecord = {
      line: this.#startLine,
      cells: this.#cells,
      raw: joinBytes(this.#raw),
      fault: over ?? fault ?? (this.#broken ? 'quote' : null),
    };
    this.#cells = [];
    this.#columns = 0;
    this.#raw = [];
    this.#size = 0;
    this.#broken = false;
    this.#state = 'start';
    this.#startLine = this.#line;
    return record;
  }
}
