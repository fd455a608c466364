/** The parts of forms whose code is on its way, by the work they belong to. */
export class PartsToCome {
  readonly #waiting = new Map<string, number>();
  readonly #then = new Map<string, () => void>();

  /** One more part of this work is awaited. */
  wait(workId: string): void {
    this.#waiting.set(workId, (this.#waiting.get(workId) ?? 0) + 1);
  }

  /** A part that was awaited came, or is needed no more. */
  came(workId: string): void {
    const left = (this.#waiting.get(workId) ?? 0) - 1;
    if (left > 0) {
      this.#waiting.set(workId, left);
      return;
    }
    this.#waiting.delete(workId);
    // What came has not yet begun to listen, and may await parts of its own.
    requestAnimationFrame(() => {
      if (this.#waiting.has(workId)) return;
      const then = this.#then.get(workId);
      this.#then.delete(workId);
      then?.();
    });
  }

  /** Calls back once nothing of this work is awaited, at once where nothing is; of several calls the last one counts. */
  whenHere(workId: string, then: () => void): void {
    if (this.#waiting.has(workId)) this.#then.set(workId, then);
    else then();
  }
}
