import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** A file that gets its name when it is whole; standard output where none is named. */
export class PartFile {
  readonly #stream: Writable;
  readonly #file: string | null;
  /** What went wrong, as a folder that is not there: the stream tells it between two writes. */
  #failure: Error | null = null;

  constructor(file: string | undefined, standard: NodeJS.WritableStream) {
    this.#file = file ?? null;
    this.#stream = file === undefined ? (standard as Writable) : createWriteStream(`${file}.part`);
    if (file !== undefined) this.#stream.on('error', (error: Error) => (this.#failure ??= error));
  }

  /** Waits while the other side is full. */
  async write(bytes: Uint8Array | string): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
  }

  /** Everything is stored then; it has no name yet. */
  async end(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#file === null) return;
    this.#stream.end();
    await finished(this.#stream);
  }

  async close(): Promise<void> {
    if (this.#file !== null) await rename(`${this.#file}.part`, this.#file);
  }

  async discard(): Promise<void> {
    if (this.#file === null) return;
    this.#stream.destroy();
    await rm(`${this.#file}.part`, { force: true });
  }
}
