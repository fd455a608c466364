import { type Random, randomFrom } from '@pairwright/stats/numeric/random';

export interface WorldSize {
  readonly models: number;
  readonly comparisons: number;
  readonly annotators: number;
  /** How often people are right: from `accuracy - spread` to `accuracy + spread`, all as likely; 0.5..0.99. */
  readonly accuracy: number;
  readonly spread: number;
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
export function makeWorld({ models, comparisons, annotators, accuracy, spread, seed }: WorldSize): World {
  const random = randomFrom(seed);
  const abilities = Array.from({ length: models }, () => normal(random));
  const accuracies = Array.from({ length: annotators }, () =>
    Math.min(0.99, Math.max(0.5, accuracy + spread * (2 * random() - 1))),
  );
  const pairs = Array.from({ length: comparisons }, (): TrueComparison => {
    const first = Math.floor(random() * models);
    const other = Math.floor(random() * (models - 1));
    const second = other < first ? other : other + 1;
    const firstWins = 1 / (1 + Math.exp(abilities[second]! - abilities[first]!));
    return { models: [first, second], better: random() < firstWins ? 0 : 1 };
  });
  return { abilities, comparisons: pairs, accuracies, random };
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
