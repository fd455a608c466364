import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import type { Column } from '../../../ui/Table.tsx';
import { VersionBadge } from './VersionBadge.tsx';

/** The frozen versions of a dataset, newest first. */
export function VersionTable({ params }: { params: { projectId: string; datasetId: string } }) {
  const t = useT();
  const columns = useVersionColumns(params.projectId);
  const list = useInfiniteQuery({
    ...readPages('listVersions', { params, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={3} />;
  if (rows.length === 0) return <p>{t('console-datasets.no_versions')}</p>;
  return (
    <>
      <Table<DatasetVersion>
        caption={t('console-datasets.versions_table')}
        hideCaption
        compact
        cards
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
      />
      <LoadMore label={t('console-datasets.version_pages')} shown={rows.length} list={list} />
    </>
  );
}

function useVersionColumns(projectId: string): Column<DatasetVersion>[] {
  const t = useT();
  const formats = useFormats();
  const orDash = (value: number | null): string => (value === null ? '–' : formats.number(value));
  return [
    {
      key: 'version',
      header: t('console-datasets.col_version'),
      rowHeader: true,
      cell: (row) => (
        <Link href={paths.version(projectId, row.id)}>
          {t('console-datasets.version', { version: row.version })}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('console-datasets.col_state'),
      cell: (row) => <VersionBadge state={row.state} />,
    },
    {
      key: 'rows',
      header: t('console-datasets.col_rows'),
      align: 'end',
      cell: (row) => orDash(row.rows),
    },
    {
      key: 'votes',
      header: t('console-datasets.col_votes'),
      align: 'end',
      cell: (row) => orDash(row.votes),
    },
    {
      key: 'when',
      header: t('console-datasets.col_frozen'),
      cell: (row) => formats.dateTime(row.frozenAt ?? row.createdAt),
    },
  ];
}
