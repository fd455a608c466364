import { setTimeout as delay } from 'node:timers/promises';

export interface PartLimits {
  readonly bytes: number;
  readonly ms: number;
}

/**
 * Cuts a body into parts: each ends after so many bytes or so much time, at the end, or at a break, so that what arrived can
 * be kept. A part may be empty while nothing comes.
 */
export class PartReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #waiting: Promise<Step> | null = null;
  #end: Step | null = null;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#iterator = body[Symbol.asyncIterator]();
  }

  /** Whether the body came to its end; throws what broke it off. */
  get ended(): boolean {
    if (this.#end?.kind === 'broken') throw this.#end.error;
    return this.#end !== null;
  }

  async *part(limits: PartLimits): AsyncGenerator<Uint8Array> {
    const over = new AbortController();
    const late = delay(limits.ms, tooLate, { signal: over.signal }).catch(() => tooLate);
    try {
      for (let bytes = 0; bytes < limits.bytes && this.#end === null;) {
        this.#waiting ??= this.#next();
        const step = await Promise.race([this.#waiting, late]);
        if (step.kind === 'late') return;
        this.#waiting = null;
        if (step.kind !== 'bytes') {
          this.#end = step;
          return;
        }
        bytes += step.bytes.length;
        yield step.bytes;
      }
    } finally {
      over.abort();
    }
  }

  /** Leaves the rest. */
  async close(): Promise<void> {
    await this.#waiting;
    await this.#iterator.return?.(undefined);
  }

  #next(): Promise<Step> {
    return this.#iterator.next().then(
      ({ done, value }): Step => (done === true ? { kind: 'done' } : { kind: 'bytes', bytes: value }),
      (error: unknown): Step => ({ kind: 'broken', error }),
    );
  }
}

type Step =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'broken'; readonly error: unknown };

const tooLate = { kind: 'late' } as const;
