import { diffKind, diffReason, type DiffKind, type DiffReason } from '@pairwright/contract/version-diff';
import { useSearchParams } from 'wouter';

/** What the list of differences is narrowed to, as it stands in the address; null: all. */
export interface DiffFilter {
  readonly kind: DiffKind | null;
  readonly reason: DiffReason | null;
}

export function useDiffFilter(): { filter: DiffFilter; choose: (next: Partial<DiffFilter>) => void } {
  const [search, setSearch] = useSearchParams();
  const filter: DiffFilter = {
    kind: diffKind.options.find((known) => known === search.get('kind')) ?? null,
    reason: diffReason.options.find((known) => known === search.get('reason')) ?? null,
  };
  return {
    filter,
    choose: (next) => {
      const chosen = { ...filter, ...next };
      const said = Object.entries(chosen).filter(([, value]) => value !== null) as [string, string][];
      setSearch(Object.fromEntries(said), { replace: true });
    },
  };
}
