import { WholeLines } from './whole-lines.ts';

/** A row as its line holds it. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** Reads lines of JSON that come in pieces cut anywhere. */
export class JsonRows {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #lines = new WholeLines();

  /** The rows that are complete now. */
  push(bytes: Uint8Array): JsonRow[] {
    const rows: JsonRow[] = [];
    this.#lines.push(bytes, (line) => void rows.push(JSON.parse(this.#decoder.decode(line)) as JsonRow));
    return rows;
  }

  /** To be called at the end. */
  finish(): void {
    this.#lines.finish();
  }
}
