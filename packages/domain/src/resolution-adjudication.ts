import type { SingleDetails } from '@pairwright/contract/judgment';
import { NEAR } from './near-ratings.ts';
import { type Decided, labelComparison } from './resolution-result.ts';

/** What came of the decisions of one turn; null: another one is needed. */
export interface Settled extends Decided {
  /** By place in the given order, the decisions it stands on. */
  readonly by: readonly number[];
}

export interface ToSettle {
  readonly needed: number;
  readonly responses: number;
  /** From the lowest to the highest value of each rating that is asked for, by key. */
  readonly ranges?: ReadonlyMap<string, number>;
}

/**
 * One decision is enough, or two that agree; where the first two do not agree the third decides. Two about a pair agree
 * when they say the same of which response is better, and then are as strong as the two in the middle; two rankings when
 * they rank alike; two about one response when the thumb or every step is the same, or when they rate the same things and
 * each rating is within a quarter of its range, whose means then hold.
 */
export function settle(decisions: readonly Decided[], of: ToSettle): Settled | null {
  const [first, second, third] = decisions;
  if (first === undefined) return null;
  if (of.needed === 1) return { ...plain(first), by: [0] };
  if (second === undefined) return null;
  if (isSame(first, second, of)) return { ...between(first, second), by: [0, 1] };
  return third === undefined ? null : { ...plain(third), by: [2] };
}

function plain({ outcome, strength, ranks, details }: Decided): Decided {
  return { outcome, strength, ranks, ...(details == null ? {} : { details }) };
}

function between(one: Decided, other: Decided): Decided {
  const strength =
    one.strength === null || other.strength === null ? null : (one.strength + other.strength) / 2;
  const { details } = one;
  if (details == null || other.details == null) return { ...plain(one), strength };
  const ratings = details.ratings.map((rating) => ({
    ...rating,
    value: (rating.value + (ratedAs(other.details, rating)?.value ?? rating.value)) / 2,
  }));
  return { ...plain(one), strength, details: { ...details, ratings } };
}

function isSame(one: Decided, other: Decided, of: ToSettle): boolean {
  if (one.outcome !== other.outcome) return false;
  if (one.ranks !== null || other.ranks !== null)
    return JSON.stringify(one.ranks) === JSON.stringify(other.ranks);
  if (of.responses === 1) return isSameSingle(one.details, other.details, of);
  return winnerOf(one, of.responses) === winnerOf(other, of.responses);
}

function isSameSingle(one: Decided['details'], other: Decided['details'], { ranges }: ToSettle): boolean {
  if (one == null || other == null) return one == null && other == null;
  if (JSON.stringify(one.steps) !== JSON.stringify(other.steps)) return false;
  if (one.ratings.length !== other.ratings.length) return false;
  return one.ratings.every((rating) => {
    const also = ratedAs(other, rating);
    const range = ranges?.get(rating.key) ?? 0;
    return also !== undefined && Math.abs(also.value - rating.value) <= range * NEAR;
  });
}

type Rating = SingleDetails['ratings'][number];

function ratedAs(details: Decided['details'], { key, response }: Rating): Rating | undefined {
  return details?.ratings.find((rating) => rating.key === key && rating.response === response);
}

function winnerOf(decision: Decided, responses: number): number | null {
  return labelComparison({ responses, judgments: [], likeliest: null, decision }).winner;
}
