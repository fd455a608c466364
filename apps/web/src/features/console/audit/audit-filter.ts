import type { QueryOf } from '@pairwright/contract/endpoint';
import type { listProjectAudit } from '@pairwright/contract/audit';

export type AuditFilter = Omit<NonNullable<QueryOf<typeof listProjectAudit>>, 'cursor' | 'limit'>;

const names = [
  'actorId',
  'actor',
  'action',
  'objectKind',
  'objectId',
  'requestId',
  'address',
  'from',
  'to',
] as const;
type FilterName = (typeof names)[number];

/** What the address narrows the log to; the server refuses what it does not know. */
export function readFilter(search: URLSearchParams): AuditFilter {
  const given = names.flatMap((name) => {
    const value = search.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given) as AuditFilter;
}

/** The address with one choice changed; an empty one is left out. */
export function withChoice(filter: AuditFilter, name: FilterName, value: string): Record<string, string> {
  const all: Record<string, string | undefined> = { ...filter, [name]: value };
  return Object.fromEntries(
    Object.entries(all).filter(([, said]) => said !== undefined && said !== ''),
  ) as Record<string, string>;
}
