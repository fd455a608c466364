import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import type { ProjectContext } from '../../context.ts';
import { annotatorNaming } from '../../people/annotator-names.ts';
import { getStatistics, type Known } from '../statistics.service.ts';

/** What is known of a leaderboard, with the names of annotators that the actor may know. */
export async function getLeaderboard(
  ctx: ProjectContext,
  options: LeaderboardOptions,
  snapshotId?: string,
): Promise<Known<Leaderboard>> {
  const known = await getStatistics<Leaderboard>(ctx, { kind: 'leaderboard', options }, snapshotId);
  if (known.result === null) return known;
  const nameOf = await annotatorNaming(ctx);
  const annotators = known.result.annotators
    .map((annotator) => ({ ...annotator, name: nameOf(annotator) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return { ...known, result: { ...known.result, annotators } };
}
