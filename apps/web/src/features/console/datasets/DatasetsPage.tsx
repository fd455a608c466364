import type { Dataset } from '@pairwright/contract/datasets';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Name } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';

export default function DatasetsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const create = (
    <Link href={paths.newDataset(projectId)} className={buttonClass('primary')}>
      {t('console-datasets.new')}
    </Link>
  );
  return (
    <ProjectFrame projectId={projectId} title={t('console-datasets.title')} aside={create}>
      <DatasetList projectId={projectId} />
    </ProjectFrame>
  );
}

function DatasetList({ projectId }: { projectId: string }) {
  const t = useT();
  const formats = useFormats();
  const list = useInfiniteQuery({
    ...readPages('listDatasets', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isTwin = lookAlikesAmong(rows.map(({ name }) => name));
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={5} />;
  if (rows.length === 0)
    return <EmptyState title={t('console-datasets.none')}>{t('console-datasets.none_why')}</EmptyState>;
  return (
    <>
      <Table<Dataset>
        caption={t('console-datasets.title')}
        hideCaption
        cards
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            header: t('console-datasets.col_name'),
            rowHeader: true,
            cell: (row) => (
              <Link href={paths.dataset(projectId, row.id)}>
                <Name text={row.name} isTwin={isTwin(row.name)} id={row.id} />
              </Link>
            ),
          },
          {
            key: 'version',
            header: t('console-datasets.col_latest'),
            cell: (row) =>
              row.latestVersion === null
                ? t('console-datasets.no_version')
                : t('console-datasets.version', { version: row.latestVersion }),
          },
          {
            key: 'changed',
            header: t('console-datasets.col_changed'),
            cell: (row) => formats.dateTime(row.updatedAt),
          },
        ]}
      />
      <LoadMore label={t('console-datasets.pages')} shown={rows.length} list={list} />
    </>
  );
}
