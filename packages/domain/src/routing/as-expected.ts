import type { GoldRanking, GoldRating } from '@pairwright/contract/gold';
import type { Answer, Details } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { rankedPair } from '../judgment/ranking.ts';
import { NEAR } from '../near-ratings.ts';
import { goldKey } from './gold.ts';

/** What is expected of a gold comparison, in canonical order. */
export interface KnownAnswer {
  readonly answer: Answer;
  readonly ranking: GoldRanking;
  /** Null: no ratings are expected. */
  readonly ratings: readonly GoldRating[] | null;
}

export interface GivenAnswer {
  readonly answer: Answer;
  readonly ratings: Details['ratings'];
}

/**
 * Whether an answer is the known one: by its key (`goldKey`), of rankings by the rule of the comparison, of ratings where each is
 * within a quarter of the range of its scale. Null: the two cannot be compared. The same rule as `gold_matched` in the database.
 */
export function isAsExpected(form: QuestionForm, given: GivenAnswer, known: KnownAnswer): boolean | null {
  const { main } = form;
  const { answer } = given;
  const expected = known.answer;
  if (main.kind === 'single' && answer.outcome !== 'cannot_judge' && answer.outcome !== expected.outcome)
    return null;
  if (answer.outcome === 'rated') return areNear(form, given.ratings, known.ratings ?? []);
  if (answer.outcome === 'ranking' && expected.outcome === 'ranking') {
    if (known.ranking.rule === 'best') return bestOf(answer.ranks) === bestOf(expected.ranks);
    if (known.ranking.rule === 'alike') return areAlike(expected.ranks, answer.ranks, known.ranking.percent);
  }
  const key = goldKey(main, expected);
  return expected.outcome === 'rated' ? false : key !== null && goldKey(main, answer) === key;
}

function areNear(
  { ratings: asked }: QuestionForm,
  given: Details['ratings'],
  expected: readonly GoldRating[],
): boolean | null {
  const near = expected.flatMap(({ key, value }) => {
    const scale = asked.find((rating) => rating.key === key);
    if (scale === undefined) return [];
    const said = given.find((rating) => rating.key === key && rating.place === 0);
    return [said !== undefined && Math.abs(said.value - value) <= (scale.max - scale.min) * NEAR];
  });
  return near.length === 0 ? null : near.every(Boolean);
}

const bestOf = (ranks: readonly (number | null)[]): string =>
  ranks.flatMap((rank, at) => (rank === 1 ? [at] : [])).join();

const orders = { first: -1, second: 1, tie: 0, both_bad: 0, unknown: null } as const;

/** Kendall's likeness of the pairs that both tell; a tie against an order is half of one. */
function areAlike(
  one: readonly (number | null)[],
  other: readonly (number | null)[],
  percent: number,
): boolean | null {
  let [points, pairs] = [0, 0];
  one.forEach((rank, first) => {
    for (let second = first + 1; second < one.length; second += 1) {
      const said = orders[rankedPair(rank, one[second] ?? null)];
      const against = orders[rankedPair(other[first] ?? null, other[second] ?? null)];
      if (said === null || against === null) continue;
      points += 2 - Math.abs(said - against);
      pairs += 1;
    }
  });
  return pairs === 0 ? null : points * 50 >= percent * pairs;
}
