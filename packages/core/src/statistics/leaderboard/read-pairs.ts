import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import type { Source } from '../compute-statistics.service.ts';
import { readVotes } from '../read-votes.ts';
import { PairRows, type RatedPairs, type Takes } from './pair-rows.ts';
import { takeDecisions, takeRankings } from './take-told.ts';
import { takeVotes } from './take-votes.ts';
import { readVoters } from './voters.ts';

export interface ReadPairs {
  readonly pairs: RatedPairs;
  /** Judgments that were gone through. */
  readonly judgments: number;
}

/** Results of two models each from what the options ask for: votes and rankings, or what reviewers decided. */
export async function readPairs(
  source: Source,
  options: LeaderboardOptions,
  takes: Takes,
): Promise<ReadPairs> {
  const rows = new PairRows(takes);
  const taking = { options, voters: await readVoters(source, options) };
  if (options.labels === 'adjudicated') {
    const judgments = await takeDecisions(rows, source, taking);
    return { pairs: rows.rated(options), judgments };
  }
  const votes = await readVotes(source);
  takeVotes(rows, votes, taking);
  const rankings = await takeRankings(rows, source, taking);
  return { pairs: rows.rated(options), judgments: votes.votes + rankings };
}
