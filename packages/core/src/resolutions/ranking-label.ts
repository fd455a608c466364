import type { RankingLabel } from '@pairwright/contract/ranking-label';
import { ordersOf } from '@pairwright/domain/judgment/ranking-orders';
import { type CountedJudgment, unitsOf } from '@pairwright/domain/resolution-units';
import { binomialIntervals } from '@pairwright/stats/annotators/intervals';
import { rankedPairs } from '@pairwright/stats/rankings/ranked-pairs';

/** What the rankings among the ballots come to; null of two responses, and without one. `shares`: how often each was ranked best. */
export function rankingLabel(
  ballots: readonly CountedJudgment[],
  responses: number,
  shares: readonly number[] | null,
): RankingLabel | null {
  if (responses < 3 || ballots.length === 0 || shares === null) return null;
  const { places, rejected } = rankedPairs(countOrders(ballots, responses));
  return {
    places: places.map((place) => [...place]),
    contradicted: rejected.length,
    best: shares.map((value) => {
      const trials = ballots.length;
      const successes = Math.min(trials, value * trials);
      const [low, high] = binomialIntervals({ successes, trials }).betaUniform!;
      return { value, low, high };
    }),
  };
}

/** How many rankings prefer each response to each other. */
function countOrders(ballots: readonly CountedJudgment[], responses: number) {
  const [wins, ties] = [new Float64Array(responses ** 2), new Float64Array(responses ** 2)];
  const units = unitsOf(responses);
  for (const { ranks } of ballots)
    ordersOf(ranks ?? []).forEach((order, at) => {
      const { first, second } = units[at]!;
      const [there, back] = [first * responses + second, second * responses + first];
      if (order === 0) {
        ties[there]! += 1;
        ties[back]! += 1;
      } else if (order !== null) wins[order < 0 ? there : back]! += 1;
    });
  return { items: responses, wins, ties };
}
