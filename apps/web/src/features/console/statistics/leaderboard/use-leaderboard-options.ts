import { oneOf, roundOf, textsOf, useOptions } from '../use-options.ts';

export const bothBadChoices = ['as_tie', 'leave_out'] as const;
export const controlChoices = ['none', 'length', 'style'] as const;
export const clusterChoices = ['prompt', 'annotator'] as const;
export const labelChoices = ['votes', 'adjudicated'] as const;
/** The least numbers of results that there are to choose from; the address may name any other. */
export const minVotesChoices = [1, 10, 30, 100, 300, 1000] as const;
const mostMinVotes = 1_000_000;

/** What a leaderboard is made from; as `leaderboardOptions` in the contract. */
export interface LeaderboardOptions {
  language?: string;
  category?: string;
  round?: number;
  batchId?: string;
  labels: (typeof labelChoices)[number];
  annotatorId?: string;
  team?: string;
  from?: string;
  to?: string;
  bothBad: (typeof bothBadChoices)[number];
  control: (typeof controlChoices)[number];
  cluster: (typeof clusterChoices)[number];
  minVotes: number;
}

const texts = ['language', 'category', 'batchId', 'annotatorId', 'team', 'from', 'to'] as const;
const fallback = {
  labels: 'votes',
  bothBad: 'as_tie',
  control: 'none',
  cluster: 'prompt',
  minVotes: '1',
} as const;
/** What a leaderboard without filters has in none of these. */
export const noFilters = {
  ...Object.fromEntries(texts.map((name) => [name, ''])),
  round: '',
  labels: 'votes',
  minVotes: '1',
};

export function useLeaderboardOptions() {
  return useOptions(readOptions, fallback);
}

export function readOptions(search: URLSearchParams): LeaderboardOptions {
  return {
    ...textsOf(search, texts),
    ...roundOf(search),
    labels: oneOf(search, 'labels', labelChoices),
    bothBad: oneOf(search, 'bothBad', bothBadChoices),
    control: oneOf(search, 'control', controlChoices),
    cluster: oneOf(search, 'cluster', clusterChoices),
    minVotes: readMinVotes(search.get('minVotes')),
  };
}

/** As with other choices: what it cannot be is as if it were not there. */
function readMinVotes(given: string | null): number {
  const least = given !== null && /^[1-9]\d*$/.test(given) ? Number(given) : 1;
  return least <= mostMinVotes ? least : 1;
}
