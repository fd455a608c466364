import { setTimeout as delay } from 'node:timers/promises';

/** Something that runs until it ends by itself or is ended. */
export interface Running {
  /** Settles when it is gone. */
  readonly exited: Promise<unknown>;
  /** Takes it down at once, as a crash would. */
  kill(): void;
  stop(): Promise<unknown>;
}

/** Starts that fail one after the other before it is given up: far more than an outage of ours needs. */
const MOST_FAILED_STARTS = 300;

/** Keeps something running: whatever ends is started again, as the operator's supervisor does. */
export class Supervised<R extends Running> {
  /** How often it was started, and the last reason why a start failed. */
  starts = 0;
  lastFailure: unknown;
  #current: R | undefined;
  #held = false;
  readonly #halt = new AbortController();
  readonly #begin: () => Promise<R>;
  #kept: Promise<void> = Promise.resolve();

  constructor(begin: () => Promise<R>) {
    this.#begin = begin;
  }

  /** Starts it for the first time; rejects when that fails. */
  async start(): Promise<R> {
    this.#current = await this.#begin();
    this.starts += 1;
    this.#kept = this.#keep();
    this.#kept.catch(() => undefined);
    return this.#current;
  }

  /** What runs now; undefined in between. */
  get current(): R | undefined {
    return this.#current;
  }

  /** Takes down what runs. Gives whether anything ran; it is gone then, and the next one is on its way. */
  async kill(): Promise<boolean> {
    const victim = this.#current;
    if (victim === undefined) return false;
    victim.kill();
    await victim.exited;
    return true;
  }

  /** From now on what ends is not started again, until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  /** Stops it as an operator would, and starts it again. */
  async restart(): Promise<void> {
    const before = this.starts;
    await this.#current?.stop();
    while (this.starts === before || this.#current === undefined) await delay(20);
  }

  async stop(): Promise<void> {
    this.#halt.abort();
    await this.#current?.stop();
    await this.#kept;
  }

  async #keep(): Promise<void> {
    for (let failed = 0; !this.#halt.signal.aborted;) {
      const running = this.#current;
      if (running !== undefined) {
        await running.exited;
        this.#current = undefined;
        continue;
      }
      await delay(50);
      if (this.#held) continue;
      try {
        const next = await this.#begin();
        if (this.#halt.signal.aborted) await next.stop();
        else this.#current = next;
        this.starts += 1;
        failed = 0;
      } catch (error) {
        this.lastFailure = error;
        failed += 1;
        if (failed > MOST_FAILED_STARTS) throw error;
      }
    }
  }
}
