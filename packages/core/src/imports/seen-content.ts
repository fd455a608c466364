import { hash } from 'node:crypto';

/** Tells content that a chunk would add from content that an earlier chunk of the same check would have added. */
export interface Novelty {
  prompt(prompt: string): boolean;
  response(prompt: string, response: string): boolean;
  comparison(prompt: string, responses: readonly string[]): boolean;
  /** A comparison of these responses with a known answer. */
  gold(prompt: string, responses: readonly string[]): boolean;
  /** A past judgment of these responses; `said` names who gave it and what it says. */
  vote(prompt: string, responses: readonly string[], said: string): boolean;
}

/** In a run the database itself remembers what earlier chunks added. */
export const everythingIsNew: Novelty = {
  prompt: () => true,
  response: () => true,
  comparison: () => true,
  gold: () => true,
  vote: () => true,
};

/**
 * What a check has seen so far, at 8 bytes per prompt, response and comparison: the first 64 bits of (mixed) sha256
 * sums. Each method says whether the content is new and remembers it.
 */
export class SeenContent implements Novelty {
  readonly #prompts = new FingerprintSet();
  readonly #responses = new FingerprintSet();
  readonly #comparisons = new FingerprintSet();
  readonly #gold = new FingerprintSet();
  readonly #votes = new FingerprintSet();

  prompt(prompt: string): boolean {
    return this.#prompts.add(word(prompt, 0), word(prompt, 1));
  }

  response(prompt: string, response: string): boolean {
    return this.#responses.add(word(prompt, 2) ^ word(response, 0), word(prompt, 3) ^ word(response, 1));
  }

  /** The same responses in another order are the same. */
  comparison(prompt: string, responses: readonly string[]): boolean {
    return addGroup(this.#comparisons, prompt, responses);
  }

  gold(prompt: string, responses: readonly string[]): boolean {
    return addGroup(this.#gold, prompt, responses);
  }

  vote(prompt: string, responses: readonly string[], said: string): boolean {
    return addGroup(this.#votes, hash('sha256', `${prompt} ${said}`, 'hex'), responses);
  }
}

function addGroup(to: FingerprintSet, prompt: string, responses: readonly string[]): boolean {
  let high = 0;
  let low = 0;
  for (const response of responses) {
    high += word(response, 2);
    low += word(response, 3);
  }
  return to.add(word(prompt, 4) ^ high, word(prompt, 5) ^ low);
}

/** The n-th 32 bits of a hex sum. */
function word(hex: string, n: number): number {
  return Number.parseInt(hex.slice(n * 8, n * 8 + 8), 16);
}

/** A set of 64-bit numbers with open addressing: 8 bytes per place, at most 70 % full. */
class FingerprintSet {
  #places = new Uint32Array(2 * 1024);
  #size = 0;

  /** False when it was there already. */
  add(high: number, low: number): boolean {
    // Two zeroes mark a free place.
    const first = high >>> 0;
    const second = low >>> 0 || 1;
    if (!insert(this.#places, first, second)) return false;
    this.#size += 1;
    if (this.#size * 10 > (this.#places.length / 2) * 7) this.#grow();
    return true;
  }

  #grow(): void {
    const bigger = new Uint32Array(this.#places.length * 2);
    for (let i = 0; i < this.#places.length; i += 2) {
      if (this.#places[i + 1] !== 0) insert(bigger, this.#places[i] as number, this.#places[i + 1] as number);
    }
    this.#places = bigger;
  }
}

function insert(places: Uint32Array, high: number, low: number): boolean {
  const mask = places.length - 2;
  for (let at = (low * 2) & mask; ; at = (at + 2) & mask) {
    if (places[at + 1] === 0) {
      places[at] = high;
      places[at + 1] = low;
      return true;
    }
    if (places[at] === high && places[at + 1] === low) return false;
  }
}
