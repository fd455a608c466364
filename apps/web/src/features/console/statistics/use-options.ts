import { useMemo } from 'react';
import { useSearchParams } from 'wouter';

/**
 * The options stand in the address: who gets it sees the same numbers. `read` is a function that stays the same; what is
 * as in `fallback` is left out of the address.
 */
export function useOptions<Options extends object>(
  read: (search: URLSearchParams) => Options,
  fallback: Readonly<Record<string, string>>,
) {
  const [search, setSearch] = useSearchParams();
  const key = search.toString();
  const options = useMemo(() => read(new URLSearchParams(key)), [key, read]);
  const choose = (change: Partial<Record<keyof Options, string>>): void => {
    // Another choice is another result: the address of an earlier one no longer fits.
    const next: Record<string, string> = { ...Object.fromEntries(search), ...change, snapshot: '' };
    const kept = Object.entries(next).filter(([name, value]) => value !== '' && value !== fallback[name]);
    setSearch(Object.fromEntries(kept), { replace: true });
  };
  return { options, snapshot: search.get('snapshot') ?? undefined, choose };
}

/** The choice that the address names, or the first. */
export function oneOf<Choice extends string>(
  search: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  return choices.find((choice) => choice === search.get(name)) ?? choices[0];
}

/** Those of these parameters that the address has. */
export function textsOf<Name extends string>(
  search: URLSearchParams,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const given = names.flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given) as Partial<Record<Name, string>>;
}

/** The round that the address names; what it cannot be is as if it were not there. */
export function roundOf(search: URLSearchParams): { round?: number } {
  const given = search.get('round');
  return given !== null && /^[1-9]\d{0,3}$/.test(given) ? { round: Number(given) } : {};
}
