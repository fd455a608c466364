import { randomInt } from 'node:crypto';
import { hashText, seededRandom } from '@pairwright/domain/random';

/** The seed of this run, PAIRWRIGHT_CHAOS_SEED or any, said aloud so that a run that failed can be drawn again. */
export function sayChaosSeed(): number {
  const given = process.env['PAIRWRIGHT_CHAOS_SEED'];
  if (given !== undefined && !/^\d{1,10}$/.test(given))
    throw new Error(`PAIRWRIGHT_CHAOS_SEED is a whole number of at most ten digits, not ${given}.`);
  const seed = given === undefined ? randomInt(1_000_000) : Number(given);
  process.stdout.write(`chaos: seed ${seed} (draws the same again: PAIRWRIGHT_CHAOS_SEED=${seed})\n`);
  return seed;
}

/**
 * What one of many draws. Each has a stream of their own, so that what they decide hangs on the seed alone, whoever is faster; only
 * when it meets what others do is up to the machine.
 */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number, who: string) {
    this.#next = seededRandom(hashText(who, seed));
  }

  /** 0 to below `most`. */
  below(most: number): number {
    return Math.floor(this.#next() * most);
  }

  /** `least` to below `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least);
  }
}
