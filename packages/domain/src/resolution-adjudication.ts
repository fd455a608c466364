import { type Decided, labelComparison } from './resolution-result.ts';

/** What came of the decisions of one turn; null: another one is needed. */
export interface Settled extends Decided {
  /** By place in the given order, the decisions it stands on. */
  readonly by: readonly number[];
}

/**
 * One decision is enough, or two that agree; where the first two do not agree the third decides. Two about a pair agree
 * when they say the same of which response is better, and then are as strong as the two in the middle; two rankings when
 * they rank alike.
 */
export function settle(
  decisions: readonly Decided[],
  of: { needed: number; responses: number },
): Settled | null {
  const [first, second, third] = decisions;
  if (first === undefined) return null;
  if (of.needed === 1) return { ...plain(first), by: [0] };
  if (second === undefined) return null;
  if (isSame(first, second, of.responses)) {
    const strength =
      first.strength === null || second.strength === null ? null : (first.strength + second.strength) / 2;
    return { ...plain(first), strength, by: [0, 1] };
  }
  return third === undefined ? null : { ...plain(third), by: [2] };
}

function plain({ outcome, strength, ranks }: Decided): Decided {
  return { outcome, strength, ranks };
}

function isSame(one: Decided, other: Decided, responses: number): boolean {
  if (one.outcome !== other.outcome) return false;
  if (one.ranks !== null || other.ranks !== null)
    return JSON.stringify(one.ranks) === JSON.stringify(other.ranks);
  return winnerOf(one, responses) === winnerOf(other, responses);
}

function winnerOf(decision: Decided, responses: number): number | null {
  return labelComparison({ responses, judgments: [], likeliest: null, decision }).winner;
}
