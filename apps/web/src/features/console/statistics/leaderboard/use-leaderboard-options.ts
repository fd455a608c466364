import { oneOf, textsOf, useOptions } from '../use-options.ts';

export const bothBadChoices = ['as_tie', 'leave_out'] as const;
export const controlChoices = ['none', 'length', 'style'] as const;
export const clusterChoices = ['prompt', 'annotator'] as const;

/** What a leaderboard is made from; as `leaderboardOptions` in the contract. */
export interface LeaderboardOptions {
  language?: string;
  category?: string;
  annotatorId?: string;
  from?: string;
  to?: string;
  bothBad: (typeof bothBadChoices)[number];
  control: (typeof controlChoices)[number];
  cluster: (typeof clusterChoices)[number];
}

const texts = ['language', 'category', 'annotatorId', 'from', 'to'] as const;
const fallback = { bothBad: 'as_tie', control: 'none', cluster: 'prompt' } as const;

export function useLeaderboardOptions() {
  return useOptions(readOptions, fallback);
}

export function readOptions(search: URLSearchParams): LeaderboardOptions {
  return {
    ...textsOf(search, texts),
    bothBad: oneOf(search, 'bothBad', bothBadChoices),
    control: oneOf(search, 'control', controlChoices),
    cluster: oneOf(search, 'cluster', clusterChoices),
  };
}
