import type { Dataset } from '@pairwright/contract/datasets';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Name } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';

export default function DatasetsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') === 'archived' ? 'archived' : 'in_use';
  const aside = (
    <>
      <Select
        label={t('console-datasets.list_state')}
        hideLabel
        value={state}
        options={(['in_use', 'archived'] as const).map((value) => ({
          value,
          label: t(`console-datasets.list_${value}`),
        }))}
        onChange={(value) => setSearch(value === 'in_use' ? {} : { state: value }, { replace: true })}
      />
      <Link href={paths.newDataset(projectId)} className={buttonClass('primary')}>
        {t('console-datasets.new')}
      </Link>
    </>
  );
  return (
    <ProjectFrame projectId={projectId} title={t('console-datasets.title')} aside={aside}>
      <DatasetList projectId={projectId} state={state} />
    </ProjectFrame>
  );
}

function DatasetList({ projectId, state }: { projectId: string; state: 'in_use' | 'archived' }) {
  const t = useT();
  const formats = useFormats();
  const list = useInfiniteQuery({
    ...readPages('listDatasets', { params: { projectId }, query: { state } }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isTwin = lookAlikesAmong(rows.map(({ name }) => name));
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={5} />;
  if (rows.length === 0)
    return state === 'archived' ? (
      <EmptyState title={t('console-datasets.none_archived')} />
    ) : (
      <EmptyState title={t('console-datasets.none')}>{t('console-datasets.none_why')}</EmptyState>
    );
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
