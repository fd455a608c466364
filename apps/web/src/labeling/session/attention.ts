/** Without a sign of life for this long, a person is taken to be away. */
const idleAfter = 60_000;

export interface Times {
  activeMs: number;
  visibleMs: number;
  seen: number[];
  /** How long differences between the answers were highlighted before their eyes. */
  diffMs: number;
  /** Parts that could not be rendered, each once. */
  fallbacks: Set<string>;
}

/**
 * How long an assignment was before somebody's eyes, and how much of each response.
 * Recorded with the judgment and shown to the person; never used to reject work.
 */
export class Attention {
  readonly #times = new Map<string, Times>();
  readonly #roughly = new Map<string, number[]>();
  #current: string | null = null;
  #countedTo = 0;
  #lastSign = 0;
  #diffShown = false;

  /** The pair that is seen from now on; null when none is. */
  show(id: string | null, now: number): void {
    this.#count(now);
    this.#current = id;
    this.#countedTo = now;
    this.#lastSign = now;
  }

  /** A key, a pointer, a scroll. */
  sign(now: number): void {
    this.#count(now);
    this.#lastSign = now;
  }

  /** The page became visible or hidden. */
  visibility(visible: boolean, now: number): void {
    if (!visible) this.#count(now);
    this.#countedTo = visible ? now : Number.POSITIVE_INFINITY;
    if (visible) this.#lastSign = now;
  }

  /** The share of a response, 0 to 1, that has come into view so far. */
  seen(id: string, place: number, share: number): void {
    keepMost(this.#of(id).seen, place, share);
  }

  /** The same while some heights are guessed yet; it holds until one comes for which they are known. */
  roughlySeen(id: string, place: number, share: number): void {
    keepMost(this.#roughOf(id), place, share);
  }

  /** Differences are highlighted from now on, or no longer. */
  diff(shown: boolean, now: number): void {
    this.#count(now);
    this.#diffShown = shown;
  }

  /** A part was to be rendered and could not be. */
  fallback(id: string, part: string): void {
    this.#of(id).fallbacks.add(part);
  }

  read(id: string, now: number): Times {
    this.#count(now);
    const times = this.#of(id);
    return { ...times, seen: Object.assign([...this.#roughOf(id)], times.seen) };
  }

  /** Active time of the whole sitting. */
  total(now: number): number {
    this.#count(now);
    let sum = 0;
    for (const { activeMs } of this.#times.values()) sum += activeMs;
    return sum;
  }

  #count(now: number): void {
    if (this.#current === null || now <= this.#countedTo) return;
    const times = this.#of(this.#current);
    times.visibleMs += now - this.#countedTo;
    if (this.#diffShown) times.diffMs += now - this.#countedTo;
    const activeUntil = Math.min(now, this.#lastSign + idleAfter);
    times.activeMs += Math.max(0, activeUntil - this.#countedTo);
    this.#countedTo = now;
  }

  #roughOf(id: string): number[] {
    const known = this.#roughly.get(id) ?? [];
    this.#roughly.set(id, known);
    return known;
  }

  #of(id: string): Times {
    const known = this.#times.get(id);
    if (known !== undefined) return known;
    const fresh: Times = {
      activeMs: 0,
      visibleMs: 0,
      seen: [],
      diffMs: 0,
      fallbacks: new Set(),
    };
    this.#times.set(id, fresh);
    return fresh;
  }
}

function keepMost(shares: number[], place: number, share: number): void {
  shares[place] = Math.max(shares[place] ?? 0, Math.min(1, Math.max(0, share)));
}
