/** Random numbers that a seed repeats. */
export class Dice {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed;
  }

  /** From 0 up to `limit`, which is not among them. */
  below(limit: number): number {
    // A counter through a mixing function, as splitmix does.
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

/** The seed that was asked for, or any. */
export function newDice(): Dice {
  const asked = process.env['PAIRWRIGHT_FAULTS_SEED'];
  return new Dice(asked === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(asked));
}
