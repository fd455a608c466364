import { createHash } from 'node:crypto';
import { type Pack, pack as openPack } from 'tar-stream';
import type { Part } from './format.ts';

/** Puts parts into a tar file one behind the other. `bytes` must be read while parts are added. */
export class TarWriter {
  readonly #pack: Pack = openPack();

  get bytes(): AsyncIterable<Uint8Array> {
    return this.#pack as AsyncIterable<Uint8Array>;
  }

  /** Adds a part that is in memory. */
  async add(name: string, body: Buffer): Promise<Part> {
    await new Promise<void>((resolve, reject) => {
      this.#pack.entry({ name, mode: 0o600 }, body, (error) => settle(error, { resolve, reject }));
    });
    return { name, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
  }

  /** Adds a part whose size is known from a stream. Throws when it has another size. */
  async addStream(
    { name, bytes }: { name: string; bytes: number },
    source: AsyncIterable<Uint8Array>,
  ): Promise<Part> {
    if (bytes === 0) return this.add(name, Buffer.alloc(0));
    let ending: Settling | undefined;
    const ended = new Promise<void>((resolve, reject) => (ending = { resolve, reject }));
    ended.catch(() => undefined);
    const entry = this.#pack.entry({ name, size: bytes, mode: 0o600 }, (error) => settle(error, ending));
    const hash = createHash('sha256');
    for await (const chunk of source) {
      hash.update(chunk);
      if (!entry.write(chunk))
        await Promise.race([new Promise<void>((resolve) => void entry.once('drain', resolve)), ended]);
    }
    entry.end(null);
    await ended;
    return { name, bytes, sha256: hash.digest('hex') };
  }

  end(): void {
    this.#pack.finalize();
  }

  abort(error: Error): void {
    this.#pack.destroy(error);
  }
}

interface Settling {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function settle(error: Error | null | undefined, ending: Settling | undefined): void {
  if (error === null || error === undefined) ending?.resolve();
  else ending?.reject(error);
}
