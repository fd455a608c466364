import type { CallInput } from '@pairwright/contract/client';
import { readRows } from './vote-rows.ts';

export const progressFilters = [
  'all',
  'open',
  'stuck',
  'complete',
  'leased',
  'flagged',
  'reported',
  'skipped',
  'unfit',
  'exported',
  'withdrawn',
] as const;

/** Filters of the list beside those of votes, by their names in the address. */
const own = ['batch', 'tag', 'flag', 'search', 'disputed'] as const;

export type ListQuery = NonNullable<CallInput<'listComparisons'>['query']>;

/** What the address of the list asks the server for; the server refuses what it does not know. */
export function listQuery(search: URLSearchParams): ListQuery {
  const given = own.flatMap((name) => {
    const value = search.get(name);
    return value === null || value.trim() === '' ? [] : [[name, value] as const];
  });
  const progress = progressFilters.find((known) => known === search.get('progress')) ?? 'all';
  return { progress, ...(Object.fromEntries(given) as Partial<ListQuery>), ...readRows(search) };
}

/** Whether the list is narrowed at all. */
export function isNarrowed({ progress, ...rest }: ListQuery): boolean {
  return progress !== 'all' || Object.keys(rest).length > 0;
}

/** The address with one filter set, or taken away where its value is empty. The others stay. */
export function withFilter(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value.trim() === '' || (name === 'progress' && value === 'all')) next.delete(name);
  else next.set(name, value);
  return next;
}

/** In the address of a comparison: the address of the list that it was opened from. */
const listName = 'list';

export function fromList(path: string, search: URLSearchParams): string {
  return `${path}?${listName}=${encodeURIComponent(search.toString())}`;
}

/** The list that a comparison was opened from; null where it was opened otherwise. */
export function listOf(search: URLSearchParams): URLSearchParams | null {
  const list = search.get(listName);
  return list === null ? null : new URLSearchParams(list);
}

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** Whether the list, as far as it is loaded, has the comparison at all. */
  readonly isThere: boolean;
}

export function neighboursIn(ids: readonly string[], id: string): Neighbours {
  const at = ids.indexOf(id);
  return {
    previous: at > 0 ? (ids[at - 1] ?? null) : null,
    next: at === -1 ? null : (ids[at + 1] ?? null),
    isThere: at !== -1,
  };
}
