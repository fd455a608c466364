import type { ImportJob } from '@pairwright/contract/imports';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import type { Column } from '../../../ui/Table.tsx';
import { Name } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { ImportStateBadge } from './ImportStateBadge.tsx';
import { SourceTabs } from './sources/SourceTabs.tsx';

export default function ImportsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  return (
    <ProjectFrame projectId={projectId} title={t('console-imports.title')}>
      <SourceTabs projectId={projectId} />
      <History projectId={projectId} />
    </ProjectFrame>
  );
}

function History({ projectId }: { projectId: string }) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listImports', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useHistoryColumns(projectId, rows);
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={5} />;
  if (rows.length === 0)
    return <EmptyState title={t('console-imports.none')}>{t('console-imports.none_why')}</EmptyState>;
  return (
    <>
      <Table<ImportJob>
        caption={t('console-imports.history')}
        cards
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
      />
      <LoadMore label={t('console-imports.history_pages')} shown={rows.length} list={list} />
    </>
  );
}

function useHistoryColumns(projectId: string, rows: readonly ImportJob[]): Column<ImportJob>[] {
  const t = useT();
  const formats = useFormats();
  const isTwin = lookAlikesOfKinds(rows.map(({ filename }) => filename));
  return [
    {
      key: 'file',
      header: t('console-imports.col_file'),
      rowHeader: true,
      cell: (row) => (
        <Link href={paths.import(projectId, row.id)}>
          <Name text={row.filename} isTwin={isTwin(row.filename)} />
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('console-imports.col_state'),
      cell: (row) => <ImportStateBadge job={row} />,
    },
    {
      key: 'rows',
      header: t('console-imports.col_accepted'),
      align: 'end',
      cell: (row) => formats.number(row.rowsAccepted),
    },
    {
      key: 'rejected',
      header: t('console-imports.col_rejected'),
      align: 'end',
      cell: (row) => formats.number(row.rowsRejected),
    },
    {
      key: 'added',
      header: t('console-imports.col_added'),
      align: 'end',
      cell: (row) => formats.number(row.phase === 'run' ? row.comparisonsAdded : 0),
    },
    {
      key: 'when',
      header: t('console-imports.col_when'),
      cell: (row) => formats.dateTime(row.createdAt),
    },
  ];
}
