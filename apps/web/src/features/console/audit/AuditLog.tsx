import type { AuditEntry } from '@pairwright/contract/audit';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { type AuditFilter, readFilter } from './audit-filter.ts';
import { AuditFilters, type Person } from './AuditFilters.tsx';
import { AuditKeys } from './AuditKeys.tsx';
import { AuditTable } from './AuditTable.tsx';

interface Props {
  /** Who can be chosen; the filter of the address holds for others too. */
  people: readonly Person[];
  /** Undefined: everything. */
  projectId: string | undefined;
}

/** The log, narrowed by what the address says. */
export function AuditLog({ people, projectId }: Props) {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const choose = (next: Record<string, string>) => setSearch(next, { replace: true });
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="stack">
      <div>
        <AuditKeys place={place} />
      </div>
      <AuditFilters filter={filter} people={people} onChoose={choose} />
      {projectId === undefined ? (
        <Everything filter={filter} onChoose={choose} />
      ) : (
        <OfProject projectId={projectId} filter={filter} onChoose={choose} />
      )}
    </div>
  );
}

interface ListProps {
  filter: AuditFilter;
  onChoose: (next: Record<string, string>) => void;
}

function Everything({ filter, onChoose }: ListProps) {
  const list = useInfiniteQuery({ ...readPages('listAudit', { query: filter }), refetchOnMount: 'always' });
  return <Rows list={list} filter={filter} onChoose={onChoose} showsProject />;
}

function OfProject({ projectId, filter, onChoose }: ListProps & { projectId: string }) {
  const list = useInfiniteQuery({
    ...readPages('listProjectAudit', { params: { projectId }, query: filter }),
    refetchOnMount: 'always',
  });
  return <Rows list={list} filter={filter} onChoose={onChoose} showsProject={false} />;
}

interface RowsProps extends ListProps {
  list: {
    data: { pages: { items: AuditEntry[] }[] } | undefined;
    error: Error | null;
    isPending: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  showsProject: boolean;
}

function Rows({ list, filter, onChoose, showsProject }: RowsProps) {
  const t = useT();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  if (rows.length === 0)
    return (
      <EmptyState
        title={t('console-audit.none')}
        action={
          Object.keys(filter).length === 0 ? undefined : (
            <Button onClick={() => onChoose({})}>{t('console-audit.show_all')}</Button>
          )
        }
      />
    );
  return (
    <>
      <AuditTable rows={rows} filter={filter} onChoose={onChoose} showsProject={showsProject} />
      <LoadMore label={t('console-audit.pages')} shown={rows.length} list={list} />
    </>
  );
}
