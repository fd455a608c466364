import type { Dataset } from '@pairwright/contract/datasets';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { ApiProblem } from '../../../api/client.ts';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { NameMarks } from '../shared/Name.tsx';
import { useDirtyGuard } from '../projects/use-dirty-guard.ts';
import { useSaveKey } from '../shared/use-save-key.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { CompareVersions } from '../versions/CompareVersions.tsx';
import { ArchiveButton, ArchivedBanner } from './Archive.tsx';
import own from './datasets.module.css';
import { DatasetKeys } from './keys/DatasetKeys.tsx';
import { PreviewCard } from './PreviewCard.tsx';
import { draftOfRecipe, readRecipe, sameRecipe } from './recipe.ts';
import { RecipeFields } from './RecipeFields.tsx';
import { UnmatchedBanner } from './UnmatchedBanner.tsx';
import { VersionTable } from './VersionTable.tsx';

export default function DatasetPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const found = useQuery(read('getDataset', { params: { projectId, datasetId: params['datasetId'] ?? '' } }));
  const dataset = found.data;
  const missing = found.error instanceof ApiProblem && found.error.body.code === 'not_found';
  return (
    <ProjectFrame
      projectId={projectId}
      title={dataset?.name ?? t('console-datasets.one_title')}
      aside={dataset === undefined ? null : <NameMarks text={dataset.name} />}
    >
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
  const form = useRef<HTMLFormElement>(null);
  useDirtyGuard(dirty);
  useSaveKey(form, dirty);
  const faults = faultsByField(update.error, t);
  const preview = useRef<HTMLHeadingElement>(null);
  const save = () => {
    if (recipe === null || name.trim() === '' || update.isPending) return;
    update.mutate(
      { params: { projectId: dataset.projectId, datasetId: dataset.id }, body: { name, recipe } },
      { onSuccess: () => toast(t('console.saved')) },
    );
  };
  return (
    <>
      <ArchivedBanner dataset={dataset} />
      <Versions dataset={dataset} dirty={dirty} onPreview={() => preview.current?.focus()} />
      <div className={own['two']}>
        <Card title={t('console-datasets.recipe')}>
          <Form ref={form} className={styles['form']} noValidate onSubmit={save}>
            <p className="muted">{t('console-datasets.recipe_change')}</p>
            <TextField
              label={t('console-datasets.name')}
              maxLength={200}
              required
              value={name}
              error={name.trim() === '' ? t('console.required') : faults['name']}
              onChange={(event) => setName(event.target.value)}
            />
            <RecipeFields projectId={dataset.projectId} draft={draft} onDraft={setDraft} />
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
          </Form>
        </Card>
        {recipe === null ? null : (
          <PreviewCard
            projectId={dataset.projectId}
            datasetId={dataset.id}
            recipe={recipe}
            headingRef={preview}
          />
        )}
      </div>
    </>
  );
}

interface VersionsProps {
  dataset: Dataset;
  dirty: boolean;
  onPreview: () => void;
}

function Versions({ dataset, dirty, onPreview }: VersionsProps) {
  const t = useT();
  const [, navigate] = useLocation();
  const freeze = useWrite('freezeDataset', ['getDataset', 'listDatasets', 'listVersions']);
  const params = { projectId: dataset.projectId, datasetId: dataset.id };
  const unsaved =
    dataset.archivedAt !== null
      ? t('console-datasets.archived_first')
      : dirty
        ? t('console-datasets.save_first')
        : null;
  const begin = () => {
    if (unsaved !== null) toast(unsaved);
    else if (!freeze.isPending)
      freeze.mutate(
        { params },
        { onSuccess: (version) => navigate(paths.version(dataset.projectId, version.id)) },
      );
  };
  return (
    <Card title={t('console-datasets.versions')}>
      <p className="muted">{t('console-datasets.freeze_why')}</p>
      {dirty ? null : <UnmatchedBanner projectId={dataset.projectId} filters={dataset.recipe.filters} />}
      <div className={styles['actions']}>
        <Button variant="primary" busy={freeze.isPending} disabledReason={unsaved} onClick={begin}>
          {t('console-datasets.freeze')}
        </Button>
        <ArchiveButton dataset={dataset} />
        <DatasetKeys params={params} onPreview={onPreview} onFreeze={begin} />
      </div>
      <FormProblem error={freeze.error} />
      <VersionTable params={params} />
      <CompareVersions params={params} />
    </Card>
  );
}
