import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { type VoteTable, voteKinds } from './vote-table.ts';

const DAY_MS = 86_400_000;
const counted = voteKinds.indexOf('counted');

/** What every statistic may be narrowed to. */
export type VoteFilter = Pick<
  LeaderboardOptions,
  'language' | 'category' | 'round' | 'batchId' | 'from' | 'to'
>;

/** The first moment that is in and the first after it that is not, in ms since 1970; days in UTC, both included. */
export function timeRange({ from, to }: Pick<VoteFilter, 'from' | 'to'>): { from: number; until: number } {
  return {
    from: from === undefined ? -Infinity : Date.parse(from),
    until: to === undefined ? Infinity : Date.parse(to) + DAY_MS,
  };
}

/** Whether the vote at this place of the table counts and passes. */
export function voteFilter(votes: VoteTable, filter: VoteFilter): (vote: number) => boolean {
  const { comparisons, comparison } = votes;
  const language = indexIn(votes.languages, filter.language);
  const category = indexIn(votes.categories, filter.category);
  const { from, until } = timeRange(filter);
  const inBatch = batchFilter(votes, filter);
  return (vote) => {
    const of = comparison[vote]!;
    const given = votes.givenAt[vote]!;
    if (votes.kind[vote] !== counted || given < from || given >= until) return false;
    if (language !== null && comparisons.language[of] !== language) return false;
    if (inBatch !== null && inBatch[comparisons.batch[of]!] !== 1) return false;
    return category === null || comparisons.category[of] === category;
  };
}

/** 1 for each batch whose comparisons pass; null where all do. */
function batchFilter(
  { batches }: Pick<VoteTable, 'batches'>,
  { round, batchId }: Pick<VoteFilter, 'round' | 'batchId'>,
): Uint8Array | null {
  if (round === undefined && batchId === undefined) return null;
  return Uint8Array.from(batches, (batch) =>
    (round === undefined || batch.round === round) && (batchId === undefined || batch.id === batchId) ? 1 : 0,
  );
}

/** The index to look for; -2, which nothing has, for a name that is not there; null when all are wanted. */
function indexIn(names: readonly string[], name: string | undefined): number | null {
  if (name === undefined) return null;
  const index = names.indexOf(name);
  return index === -1 ? -2 : index;
}
