import type { Dataset, DatasetVersion } from '@pairwright/contract/datasets';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { ApiProblem } from '../../../api/client.ts';
import { read, readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import own from './datasets.module.css';
import { PreviewCard } from './PreviewCard.tsx';
import { draftOfRecipe, readRecipe, sameRecipe } from './recipe.ts';
import { RecipeFields } from './RecipeFields.tsx';
import { VersionBadge } from './VersionBadge.tsx';

export default function DatasetPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const found = useQuery(read('getDataset', { params: { projectId, datasetId: params['datasetId'] ?? '' } }));
  const dataset = found.data;
  const missing = found.error instanceof ApiProblem && found.error.body.code === 'not_found';
  return (
    <ProjectFrame projectId={projectId} title={dataset?.name ?? t('console-datasets.one_title')}>
      {missing ? (
        <EmptyState title={t('console-datasets.missing')}>{t('console-datasets.missing_why')}</EmptyState>
      ) : found.error === null ? null : (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.isPending ? <Skeleton lines={6} /> : null}
      {dataset === undefined ? null : <DatasetView dataset={dataset} />}
    </ProjectFrame>
  );
}

function DatasetView({ dataset }: { dataset: Dataset }) {
  const t = useT();
  const [name, setName] = useState(dataset.name);
  const [draft, setDraft] = useState(() => draftOfRecipe(dataset.recipe));
  const update = useWrite('updateDataset', ['getDataset', 'listDatasets']);
  const recipe = readRecipe(draft);
  const dirty = name !== dataset.name || recipe === null || !sameRecipe(recipe, dataset.recipe);
  const faults = faultsByField(update.error, t);
  const save = () => {
    if (recipe === null || name.trim() === '' || update.isPending) return;
    update.mutate(
      { params: { projectId: dataset.projectId, datasetId: dataset.id }, body: { name, recipe } },
      { onSuccess: () => toast(t('console.saved')) },
    );
  };
  return (
    <>
      <Versions dataset={dataset} dirty={dirty} />
      <div className={own['two']}>
        <Card title={t('console-datasets.recipe')}>
          <form
            className={styles['form']}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <p className="muted">{t('console-datasets.recipe_change')}</p>
            <TextField
              label={t('console-datasets.name')}
              maxLength={200}
              required
              value={name}
              error={name.trim() === '' ? t('console.required') : faults['name']}
              onChange={(event) => setName(event.target.value)}
            />
            <RecipeFields draft={draft} onDraft={setDraft} />
            <FormProblem error={update.error} fields={['name']} />
            <div>
              <Button
                type="submit"
                busy={update.isPending}
                disabledReason={dirty ? null : t('console-datasets.nothing_changed')}
              >
                {t('console-datasets.save_recipe')}
              </Button>
            </div>
          </form>
        </Card>
        {recipe === null ? null : <PreviewCard projectId={dataset.projectId} recipe={recipe} />}
      </div>
    </>
  );
}

function Versions({ dataset, dirty }: { dataset: Dataset; dirty: boolean }) {
  const t = useT();
  const [, navigate] = useLocation();
  const freeze = useWrite('freezeDataset', ['getDataset', 'listDatasets', 'listVersions']);
  const params = { projectId: dataset.projectId, datasetId: dataset.id };
  return (
    <Card title={t('console-datasets.versions')}>
      <p className="muted">{t('console-datasets.freeze_why')}</p>
      <div>
        <Button
          variant="primary"
          busy={freeze.isPending}
          disabledReason={dirty ? t('console-datasets.save_first') : null}
          onClick={() =>
            freeze.mutate(
              { params },
              { onSuccess: (version) => navigate(paths.version(dataset.projectId, version.id)) },
            )
          }
        >
          {t('console-datasets.freeze')}
        </Button>
      </div>
      <FormProblem error={freeze.error} />
      <VersionTable params={params} />
    </Card>
  );
}

function VersionTable({ params }: { params: { projectId: string; datasetId: string } }) {
  const t = useT();
  const formats = useFormats();
  const list = useInfiniteQuery({
    ...readPages('listVersions', { params, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={3} />;
  if (rows.length === 0) return <p>{t('console-datasets.no_versions')}</p>;
  const orDash = (value: number | null): string => (value === null ? '–' : formats.number(value));
  return (
    <>
      <Table<DatasetVersion>
        caption={t('console-datasets.versions_table')}
        hideCaption
        compact
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'version',
            header: t('console-datasets.col_version'),
            rowHeader: true,
            cell: (row) => (
              <Link href={paths.version(params.projectId, row.id)}>
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
        ]}
      />
      <LoadMore
        label={t('console-datasets.version_pages')}
        shown={rows.length}
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}
