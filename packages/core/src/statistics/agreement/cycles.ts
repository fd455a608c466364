import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import { leaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { majorityCircles } from '@pairwright/stats/annotators/majority-circles';
import { majorityCycles } from '@pairwright/stats/annotators/majority-cycles';
import { winMatrix } from '@pairwright/stats/pairwise/win-matrix';
import type { Source } from '../compute-statistics.service.ts';
import { estimateOf } from '../estimates.ts';
import { PairRows } from '../leaderboard/pair-rows.ts';
import { takeRankings } from '../leaderboard/take-told.ts';
import { takeVotes } from '../leaderboard/take-votes.ts';
import type { VoteTable } from '../vote-table.ts';

const MOST_CIRCLES = 20;

/** Circles among the models by what most prefer, of the same votes that the leaderboard of these options is made from. */
export async function cyclesOf(
  source: Source,
  votes: VoteTable,
  { bothBad: _neither, ...options }: AgreementOptions,
): Promise<Agreement['cycles']> {
  const rows = new PairRows(() => true);
  const taking = { options: leaderboardOptions.parse(options), voters: () => true };
  takeVotes(rows, votes, taking);
  await takeRankings(rows, source, taking);
  const { comparisons, models } = rows.rated(taking.options);
  const { a, b, outcome, items } = comparisons;
  // A result counts as one, whatever it weighs in ratings: what is asked is who has more.
  const { wins } = winMatrix({ a, b, outcome, items });
  const { triples, rate, reason } = majorityCycles(wins, items);
  return {
    circular: estimateOf(rate, { n: triples, reason }),
    circles: majorityCircles(wins, items, MOST_CIRCLES).map((circle) => ({
      models: circle.items.map((item) => models[item]!) as [string, string, string],
      leads: [...circle.leads],
    })),
  };
}
