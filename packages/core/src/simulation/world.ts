import { type Random, randomFrom } from '@pairwright/stats/numeric/random';

export interface WorldSize {
  readonly models: number;
  readonly comparisons: number;
  readonly annotators: number;
  /** How often people are right: from `accuracy - spread` to `accuracy + spread`, all as likely; 0.5..0.99. */
  readonly accuracy: number;
  readonly spread: number;
  /** Of models that are compared the n-th (from 1) is taken in proportion to n^-skew; 0: all as often. */
  readonly skew?: number;
  readonly seed: number;
}

/** Two answers and which of them is truly better. */
export interface TrueComparison {
  readonly models: readonly [number, number];
  /** Canonical index. */
  readonly better: 0 | 1;
}

/** What is true, and nobody in the product knows. */
export interface World {
  /** True abilities, log odds. */
  readonly abilities: readonly number[];
  readonly comparisons: readonly TrueComparison[];
  /** How often each annotator is right. */
  readonly accuracies: readonly number[];
  readonly random: Random;
}

/**
 * A world of models with abilities from N(0, 1): of two answers that of the abler model is the better one with the
 * Bradley-Terry probability. The same seed gives the same world.
 */
export function makeWorld(size: WorldSize): World {
  const { models, comparisons, annotators, accuracy, spread, seed } = size;
  const random = randomFrom(seed);
  const abilities = Array.from({ length: models }, () => normal(random));
  const accuracies = Array.from({ length: annotators }, () =>
    Math.min(0.99, Math.max(0.5, accuracy + spread * (2 * random() - 1))),
  );
  const share = Array.from({ length: models }, (_, index) => (index + 1) ** -(size.skew ?? 0));
  const pairs = Array.from({ length: comparisons }, (): TrueComparison => {
    const first = pick(share, random);
    const second = pick(share.with(first, 0), random);
    const firstWins = 1 / (1 + Math.exp(abilities[second]! - abilities[first]!));
    return { models: [first, second], better: random() < firstWins ? 0 : 1 };
  });
  return { abilities, comparisons: pairs, accuracies, random };
}

/** An index, each in proportion to its share. */
function pick(shares: readonly number[], random: Random): number {
  let left = random() * shares.reduce((sum, share) => sum + share, 0);
  const found = shares.findIndex((share) => (left -= share) < 0);
  // Rounding may leave a little.
  return found === -1 ? shares.findLastIndex((share) => share > 0) : found;
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
