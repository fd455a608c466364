import { diffKind, diffReason, type DiffRow } from '@pairwright/contract/version-diff';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import shared from '../shared/console.module.css';
import type { DiffFilter, useDiffFilter } from './diff-filters.ts';
import { DifferingRow } from './DifferingRow.tsx';
import styles from './versions.module.css';

interface Props {
  params: { projectId: string; versionId: string; toId: string };
  filters: ReturnType<typeof useDiffFilter>;
}

/** The rows that differ, page by page, narrowed to a kind and a reason. */
export function DiffRows({ params, filters: { filter, choose } }: Props) {
  const t = useT();
  const query = {
    ...(filter.kind === null ? {} : { kind: filter.kind }),
    ...(filter.reason === null ? {} : { reason: filter.reason }),
  };
  const list = useInfiniteQuery(readPages('listVersionDiff', { params, query }));
  const rows: DiffRow[] = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('console-versions.rows')}>
      <Filters filter={filter} choose={choose} />
      {list.error !== null && rows.length === 0 ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton lines={8} />
      ) : rows.length === 0 ? (
        <Nothing
          isNarrowed={Object.keys(query).length > 0}
          onAll={() => choose({ kind: null, reason: null })}
        />
      ) : (
        <>
          <ul className={styles['rows']}>
            {rows.map((row) => (
              <DifferingRow key={row.rowId} row={row} params={params} />
            ))}
          </ul>
          <LoadMore label={t('console-versions.pages')} shown={rows.length} list={list} />
        </>
      )}
    </Card>
  );
}

function Filters({ filter, choose }: { filter: DiffFilter; choose: Props['filters']['choose'] }) {
  const t = useT();
  const all = { value: 'all', label: t('console-versions.all') };
  return (
    <div className={shared['fields']}>
      <Select
        label={t('console-versions.col_kind')}
        value={filter.kind ?? 'all'}
        options={[
          all,
          ...diffKind.options.map((value) => ({ value, label: t(`console-versions.kind_${value}`) })),
        ]}
        onChange={(value) => choose({ kind: diffKind.options.find((known) => known === value) ?? null })}
      />
      <Select
        label={t('console-versions.col_reason')}
        value={filter.reason ?? 'all'}
        options={[
          all,
          ...diffReason.options.map((value) => ({ value, label: t(`console-versions.reason_${value}`) })),
        ]}
        onChange={(value) => choose({ reason: diffReason.options.find((known) => known === value) ?? null })}
      />
    </div>
  );
}

function Nothing({ isNarrowed, onAll }: { isNarrowed: boolean; onAll: () => void }) {
  const t = useT();
  if (!isNarrowed) return <p>{t('console-versions.no_difference')}</p>;
  return (
    <EmptyState
      title={t('console-versions.none_such')}
      action={<Button onClick={onAll}>{t('console-versions.show_all')}</Button>}
    />
  );
}
