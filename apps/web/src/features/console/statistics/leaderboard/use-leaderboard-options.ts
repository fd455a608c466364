import { useMemo } from 'react';
import { useSearchParams } from 'wouter';

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

/** The options stand in the address: who gets it sees the same numbers. */
export function useLeaderboardOptions() {
  const [search, setSearch] = useSearchParams();
  const key = search.toString();
  const options = useMemo(() => readOptions(new URLSearchParams(key)), [key]);
  const choose = (change: Partial<Record<keyof LeaderboardOptions, string>>): void => {
    // Another choice is another result: the address of an earlier one no longer fits.
    const next = { ...Object.fromEntries(search), ...change, snapshot: '' };
    const kept = Object.entries(next).filter(
      ([name, value]) => value !== '' && value !== (fallback as Record<string, string>)[name],
    );
    setSearch(Object.fromEntries(kept), { replace: true });
  };
  return { options, snapshot: search.get('snapshot') ?? undefined, choose };
}

export function readOptions(search: URLSearchParams): LeaderboardOptions {
  const one = <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice =>
    choices.find((choice) => choice === search.get(name)) ?? choices[0];
  const given = texts.flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(given),
    bothBad: one('bothBad', bothBadChoices),
    control: one('control', controlChoices),
    cluster: one('cluster', clusterChoices),
  };
}
