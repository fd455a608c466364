import pg from 'pg';
import { cancelRunning } from './cancel.ts';
import type { CopyOptions } from './copy.ts';

/** Takes the output of a COPY. */
export interface CopySink {
  /** The bytes belong to the connection and change afterwards. False: `drain` has to settle before more come; a little may come yet. */
  write(bytes: Buffer): boolean;
  drain(): Promise<void>;
}

/**
 * Runs `COPY … TO STDOUT` inside the transaction of a client and hands each of its messages to the sink without a copy, so that
 * nothing has to be thrown away for them; settles when the sink has drained. Aborting and errors of the sink cancel the statement on
 * the server; the client is then unusable and its transaction lost.
 */
export async function copyOut(
  client: pg.PoolClient,
  sql: string,
  { sink, signal }: CopyOptions & { readonly sink: CopySink },
): Promise<void> {
  signal?.throwIfAborted();
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Stream } }).connection;
  const copy = new CopyOut(sql, { sink, stream });
  const onAbort = (): void => copy.giveUp(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  const ended = new Promise<void>((resolve, reject) => {
    copy.onGivenUp = reject;
    // pg takes a callback beside what it is handed, which its types do not say.
    (client.query as (copy: CopyOut, callback: (error: Error | null) => void) => void)(copy, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  try {
    await ended;
    await copy.drained;
  } catch (error) {
    if (copy.isGivenUp) {
      // A server that still sorts would notice the closed connection only at its first row.
      await cancelRunning(client);
      // The protocol is in the middle of a message: only closing the connection ends it.
      stream.destroy();
    }
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

interface Stream {
  pause(): void;
  resume(): void;
  destroy(): void;
}

/** What pg calls for what arrives is not in its types. */
class CopyOut extends pg.Query {
  readonly #sink: CopySink;
  readonly #stream: Stream;
  #isDraining = false;
  isGivenUp = false;
  /** Settles when the sink takes bytes again. */
  drained: Promise<void> = Promise.resolve();
  onGivenUp: (reason: Error) => void = () => undefined;

  constructor(sql: string, { sink, stream }: { sink: CopySink; stream: Stream }) {
    super(sql);
    this.#sink = sink;
    this.#stream = stream;
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.isGivenUp) return;
    try {
      if (!this.#sink.write(chunk) && !this.#isDraining) this.#pause();
    } catch (error) {
      this.giveUp(error as Error);
    }
  }

  giveUp(reason: Error): void {
    this.isGivenUp = true;
    this.onGivenUp(reason);
  }

  #pause(): void {
    this.#isDraining = true;
    this.#stream.pause();
    // Not before what has arrived is handed over.
    this.drained = Promise.resolve()
      .then(() => this.#sink.drain())
      .then(
        () => {
          this.#isDraining = false;
          this.#stream.resume();
        },
        (error: Error) => this.giveUp(error),
      );
  }
}
