import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFromQuery } from 'pg-copy-streams';
import { CopyValueError } from './copy-text.ts';

/** How a value of a column is written. `uuid` and `bytea` take hex text (uuid with hyphens), `json` and `jsonb` JSON text. */
export type BinaryType =
  | 'uuid'
  | 'uuid[]'
  | 'text'
  | 'text[]'
  | 'json'
  | 'jsonb'
  | 'bytea'
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint';

export type BinaryValue = string | number | boolean | readonly string[] | null;

export interface BinaryColumn {
  /** Trusted, written into the statement as it is. */
  readonly name: string;
  readonly type: BinaryType;
}

/** Blocks handed to the connection. */
const BLOCK = 1 << 18;
/** The signature, no flags, no extension. */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const UUID_OID = 2950;
const TEXT_OID = 25;

/**
 * Sends rows with `COPY … FROM STDIN (format binary)` and gives their number: for bulk loads, where the text format
 * would spend most of its time escaping. Throws CopyValueError on lone surrogates; PostgreSQL itself refuses NUL. After
 * a failure the transaction of the client is failed and keeps nothing.
 */
export async function copyBinary(
  client: pg.PoolClient,
  target: { table: string; columns: readonly BinaryColumn[] },
  rows: Iterable<readonly BinaryValue[]>,
): Promise<number> {
  const names = target.columns.map(({ name }) => name).join(', ');
  const stream = client.query(
    copyFromQuery(`copy ${target.table} (${names}) from stdin (format binary)`, { highWaterMark: BLOCK * 4 }),
  );
  const done = finished(stream, { readable: false });
  // Reported where it is awaited.
  done.catch(() => undefined);
  try {
    const writer = new RowWriter(target.columns);
    for (const row of rows) {
      const block = writer.write(row);
      if (block !== null && !stream.write(block))
        await Promise.race([new Promise<void>((resolve) => void stream.once('drain', resolve)), done]);
    }
    stream.end(writer.end());
    await done;
    return stream.rowCount;
  } catch (error) {
    stream.destroy(error as Error);
    await done.catch(() => undefined);
    throw error;
  }
}

/** Fills blocks with rows. */
class RowWriter {
  readonly #columns: readonly BinaryColumn[];
  #block = Buffer.allocUnsafe(BLOCK);
  #at: number;

  constructor(columns: readonly BinaryColumn[]) {
    this.#columns = columns;
    this.#at = HEADER.copy(this.#block);
  }

  /** Gives a full block, or null while there is room. */
  write(row: readonly BinaryValue[]): Buffer | null {
    let full: Buffer | null = null;
    const needed = this.#mostBytes(row);
    if (this.#at + needed > this.#block.length) {
      full = this.#block.subarray(0, this.#at);
      this.#block = Buffer.allocUnsafe(Math.max(BLOCK, needed));
      this.#at = 0;
    }
    this.#at = this.#block.writeInt16BE(this.#columns.length, this.#at);
    for (let i = 0; i < this.#columns.length; i += 1)
      this.#value(this.#columns[i] as BinaryColumn, row[i] as BinaryValue);
    return full;
  }

  end(): Buffer {
    const trailer = Buffer.from([0xff, 0xff]);
    return Buffer.concat([this.#block.subarray(0, this.#at), trailer]);
  }

  #mostBytes(row: readonly BinaryValue[]): number {
    let bytes = 2;
    for (const value of row) {
      // A UTF-16 unit is at most three bytes of UTF-8; numbers, uuids and lengths are smaller than 32 bytes.
      if (typeof value === 'string') bytes += 32 + value.length * 3;
      else bytes += Array.isArray(value) ? 32 + bytesOfItems(value as readonly string[]) : 32;
    }
    return bytes;
  }

  #value({ name, type }: BinaryColumn, value: BinaryValue): void {
    if (value === null) {
      this.#at = this.#block.writeInt32BE(-1, this.#at);
      return;
    }
    const start = this.#at + 4;
    const end = this.#content(type, value, { name, start });
    this.#block.writeInt32BE(end - start, this.#at);
    this.#at = end;
  }

  #content(
    type: BinaryType,
    value: string | number | boolean | readonly string[],
    { name, start }: { name: string; start: number },
  ): number {
    switch (type) {
      case 'uuid':
        return this.#uuid(value as string, start);
      case 'uuid[]':
        return this.#uuids(value as readonly string[], start);
      case 'text[]':
        return this.#texts(value as readonly string[], { name, start });
      case 'bytea':
        return start + this.#block.write(value as string, start, 'hex');
      case 'jsonb':
        this.#block[start] = 1;
        return this.#text(value as string, { name, start: start + 1 });
      case 'text':
      case 'json':
        return this.#text(value as string, { name, start });
      case 'boolean':
        return this.#block.writeUInt8(value === true ? 1 : 0, start);
      case 'smallint':
        return this.#block.writeInt16BE(value as number, start);
      case 'integer':
        return this.#block.writeInt32BE(value as number, start);
      case 'bigint':
        return this.#block.writeBigInt64BE(BigInt(value as number), start);
    }
  }

  #text(text: string, { name, start }: { name: string; start: number }): number {
    // Writing UTF-8 would silently turn half a surrogate pair into U+FFFD.
    if (!(text as unknown as { isWellFormed(): boolean }).isWellFormed()) {
      throw new CopyValueError(name, 'the text holds half a surrogate pair, which is no character.');
    }
    return start + this.#block.write(text, start, 'utf8');
  }

  #uuid(id: string, start: number): number {
    const hex = id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24);
    return start + this.#block.write(hex, start, 'hex');
  }

  /** One dimension, no nulls; an empty array has no dimension. */
  #texts(texts: readonly string[], { name, start }: { name: string; start: number }): number {
    let at = start;
    const head = texts.length === 0 ? [0, 0, TEXT_OID] : [1, 0, TEXT_OID, texts.length, 1];
    for (const number of head) at = this.#block.writeInt32BE(number, at);
    for (const text of texts) {
      const end = this.#text(text, { name, start: at + 4 });
      this.#block.writeInt32BE(end - at - 4, at);
      at = end;
    }
    return at;
  }

  /** One dimension, no nulls. */
  #uuids(ids: readonly string[], start: number): number {
    let at = start;
    for (const number of [1, 0, UUID_OID, ids.length, 1]) at = this.#block.writeInt32BE(number, at);
    for (const id of ids) at = this.#uuid(id, this.#block.writeInt32BE(16, at));
    return at;
  }
}

/** At most, with their lengths: ids are 16 bytes, a UTF-16 unit at most three. */
function bytesOfItems(items: readonly string[]): number {
  let bytes = 0;
  for (const item of items) bytes += 4 + item.length * 3;
  return bytes;
}
