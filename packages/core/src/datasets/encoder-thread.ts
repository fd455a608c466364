import { Worker } from 'node:worker_threads';
import type { FileShape } from '@pairwright/formats/files/encoder';
import type { ArtifactWriter, Written } from '@pairwright/runtime/artifacts/store';
import { BlockFiller } from '@pairwright/runtime/block-filler';

export type ToThread = { open: FileShape } | { lines: ArrayBuffer; length: number } | { finish: true };
/** The thread gives each buffer of lines back: two threads that throw them away hold a hundred megabytes of garbage. */
export type FromThread =
  | { bytes: Uint8Array[]; back: ArrayBuffer | null; taken: number }
  | { finished: true }
  | { failed: string };

/** Lines given to the thread at once, and lines on their way before the caller is asked to pause. */
const POST_BYTES = 256 << 10;
const HIGH_WATER = 4 << 20;

/** The thread that packs the files of one export, one after the other. */
export class EncoderThread {
  readonly #worker = new Worker(new URL('./encode.thread.ts', import.meta.url), {
    // What is young here is soon garbage: a small nursery costs nothing and keeps the worker small.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  readonly #buffers: ArrayBuffer[] = [];
  #file: EncodedWriter | undefined;
  #broken: Error | undefined;

  constructor() {
    this.#worker.on('message', (message: FromThread) => {
      if ('back' in message && message.back !== null) this.#buffers.push(message.back);
      this.#file?.hear(message);
    });
    this.#worker.on('error', (error) => this.#breakWith(error));
    this.#worker.on('exit', () => this.#breakWith(new Error('the thread that packs an export has ended')));
  }

  /** Begins a file; what comes out of the thread goes into the writer. The file before must be closed. */
  open(shape: FileShape, writer: ArtifactWriter): ArtifactWriter {
    const file = new EncodedWriter(writer, {
      post: (message, transfer) => this.#worker.postMessage(message, transfer ?? []),
      buffer: () => this.#buffers.pop() ?? new ArrayBuffer(POST_BYTES),
    });
    this.#file = file;
    if (this.#broken !== undefined) file.fail(this.#broken);
    else this.#worker.postMessage({ open: shape } satisfies ToThread);
    return file;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #breakWith(error: Error): void {
    this.#broken ??= error;
    this.#file?.fail(this.#broken);
  }
}

interface Way {
  readonly post: (message: ToThread, transfer?: ArrayBuffer[]) => void;
  /** One of POST_BYTES that nobody uses. */
  readonly buffer: () => ArrayBuffer;
}

/** Takes lines; the writer behind it gets the bytes of the packed file, whose size and sum `close` tells. */
class EncodedWriter implements ArtifactWriter {
  readonly #writer: ArtifactWriter;
  readonly #way: Way;
  /** Lines for the thread. They are copied: what they lie in is used again for the next ones and cannot be given away. */
  readonly #lines: BlockFiller;
  /** Given to the thread and not yet taken by it. */
  #under = 0;
  /** The writer behind it has asked for a pause: a store may be slower than the thread, and nothing else would wait for it. */
  #isFull = false;
  #finished = false;
  #failure: unknown;
  #wake: (() => void)[] = [];

  constructor(writer: ArtifactWriter, way: Way) {
    this.#writer = writer;
    this.#way = way;
    this.#lines = new BlockFiller({
      size: POST_BYTES,
      take: () => new Uint8Array(way.buffer()),
      give: (block, filled) => this.#send(block.buffer, filled),
    });
  }

  hear(message: FromThread): void {
    try {
      if ('failed' in message) throw new Error(message.failed);
      if ('finished' in message) this.#finished = true;
      else {
        this.#under -= message.taken;
        if (this.#failure === undefined)
          for (const part of message.bytes) this.#isFull = !this.#writer.write(part) || this.#isFull;
      }
    } catch (error) {
      this.#failure ??= error;
    }
    this.#rouse();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#rouse();
  }

  write(chunk: Uint8Array): boolean {
    this.#check();
    this.#lines.add(chunk);
    return this.#under < HIGH_WATER && !this.#isFull;
  }

  async drain(): Promise<void> {
    await this.#until(() => this.#under < HIGH_WATER);
    // Before the pause: what comes meanwhile may ask for another one.
    this.#isFull = false;
    await this.#writer.drain();
  }

  async close(): Promise<Written> {
    this.#lines.flush();
    this.#way.post({ finish: true });
    await this.#until(() => this.#finished);
    return this.#writer.close();
  }

  async abort(): Promise<void> {
    this.#failure ??= new Error('aborted');
    await this.#writer.abort();
  }

  #send(lines: ArrayBuffer, length: number): void {
    this.#under += length;
    this.#way.post({ lines, length }, [lines]);
  }

  async #until(done: () => boolean): Promise<void> {
    this.#check();
    while (!done()) {
      await new Promise<void>((resolve) => void this.#wake.push(resolve));
      this.#check();
    }
  }

  #rouse(): void {
    const woken = this.#wake;
    this.#wake = [];
    for (const wake of woken) wake();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
