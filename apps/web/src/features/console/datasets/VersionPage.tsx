import type { Recipe } from '@pairwright/contract/datasets';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'wouter';
import { api } from '../../../api/client.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { useLive } from '../shared/use-live.ts';
import { WhyByLine } from '../versions/WhyByLine.tsx';
import { WhyLookup } from '../versions/WhyLookup.tsx';
import { ExportsCard } from './ExportsCard.tsx';
import { FreezeCard } from './FreezeCard.tsx';
import { VersionKeys } from './keys/VersionKeys.tsx';
import { isAtWork, type Version } from './version.ts';
import { VersionBadge } from './VersionBadge.tsx';

/** The button that exports; where what is chosen is written already, the first file. */
const exportOrFile = ':is(form button[type=submit]:not([aria-disabled]), section section a)';

export default function VersionPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const client = useQueryClient();
  const projectId = params['projectId'] ?? '';
  const input = { params: { projectId, versionId: params['versionId'] ?? '' } };
  const query = read('getVersion', input);
  const version = useQuery({ ...query, refetchOnMount: 'always' });
  const datasetId = version.data?.datasetId;
  const { data: dataset } = useQuery({
    ...read('getDataset', { params: { projectId, datasetId: datasetId ?? '' } }),
    enabled: datasetId !== undefined,
  });
  useLive<Version>(version.data !== undefined && isAtWork(version.data), {
    queryKey: query.queryKey,
    url: api.url('watchVersion', input),
    ask: () => api.call('getVersion', input),
    isAtWork,
    onEnd: () => {
      for (const name of ['getDataset', 'listDatasets', 'listVersions'])
        void client.invalidateQueries({ queryKey: [name] });
    },
  });
  const number = version.data?.version;
  const title =
    number === undefined
      ? t('console-datasets.version_title')
      : dataset === undefined
        ? t('console-datasets.version', { version: number })
        : t('console-datasets.version_of', { version: number, dataset: dataset.name });
  return (
    <ProjectFrame
      projectId={projectId}
      title={title}
      aside={version.data === undefined ? null : <VersionBadge state={version.data.state} />}
    >
      {version.error === null ? null : (
        <ProblemState error={version.error} onRetry={() => void version.refetch()} />
      )}
      {version.isPending ? <Skeleton lines={6} /> : null}
      {version.data === undefined ? null : <VersionView version={version.data} projectId={projectId} />}
    </ProjectFrame>
  );
}

function VersionView({ version, projectId }: { version: Version; projectId: string }) {
  const t = useT();
  const files = useRef<HTMLDivElement>(null);
  return (
    <div className={styles['steps']}>
      <div className={styles['actions']}>
        <Link href={paths.dataset(projectId, version.datasetId)}>
          {t('console-datasets.back_to_dataset')}
        </Link>
        <VersionKeys
          version={version}
          projectId={projectId}
          onFiles={() => files.current?.querySelector<HTMLElement>(exportOrFile)?.focus()}
        />
      </div>
      <FreezeCard projectId={projectId} version={version} />
      {version.state === 'ready' ? (
        <>
          <VersionHealth version={version} projectId={projectId} />
          <div ref={files}>
            <ExportsCard version={version} projectId={projectId} />
          </div>
          <WhyLookup projectId={projectId} versionId={version.id} />
          <WhyByLine projectId={projectId} version={version} />
        </>
      ) : null}
      <Card title={t('console-datasets.recipe')}>
        <RecipeFacts recipe={version.recipe} />
      </Card>
    </div>
  );
}

function VersionHealth({ version, projectId }: { version: Version; projectId: string }) {
  const t = useT();
  return (
    <Card title={t('console-datasets.health')}>
      <p className="muted">{t('console-datasets.health_why')}</p>
      <Link href={paths.versionHealth(projectId, version.id)}>{t('console-datasets.health')}</Link>
    </Card>
  );
}

function RecipeFacts({ recipe }: { recipe: Recipe }) {
  const t = useT();
  const formats = useFormats();
  const yesNo = (value: boolean): string => t(value ? 'console-datasets.yes' : 'console-datasets.no');
  return (
    <dl className={styles['facts']}>
      {recipe.criterion === null ? null : (
        <>
          <dt>{t('console-datasets.criterion')}</dt>
          <dd>{recipe.criterion}</dd>
        </>
      )}
      <dt>{t('console-datasets.min_judgments')}</dt>
      <dd>{formats.number(recipe.minJudgments)}</dd>
      <dt>{t('console-datasets.majority')}</dt>
      <dd>{t(`console-datasets.majority_${recipe.majority}`)}</dd>
      <dt>{t('console-datasets.ties')}</dt>
      <dd>{t(`console-datasets.ties_${recipe.ties}`)}</dd>
      <dt>{t('console-datasets.both_bad')}</dt>
      <dd>{t(`console-datasets.both_bad_${recipe.bothBad}`)}</dd>
      <dt>{t('console-datasets.drop_flagged')}</dt>
      <dd>{yesNo(recipe.dropFlagged)}</dd>
      <dt>{t('console-datasets.margin')}</dt>
      <dd>{t(`console-datasets.margin_${recipe.includeMargin ? recipe.margin : 'none'}`)}</dd>
      <dt>{t('console-datasets.aggregation')}</dt>
      <dd>{t(`console-datasets.aggregation_${recipe.aggregation}`)}</dd>
      <dt>{t('console-datasets.personal_data')}</dt>
      <dd>{t(`console-datasets.personal_data_${recipe.personalData}`)}</dd>
      <dt>{t('console-datasets.rankings')}</dt>
      <dd>{t(`console-datasets.rankings_${recipe.rankings}`)}</dd>
      <dt>{t('console-datasets.rewrites')}</dt>
      <dd>{t(`console-datasets.rewrites_${recipe.rewrites}`)}</dd>
      <dt>{t('console-datasets.adjudicated')}</dt>
      <dd>{t(`console-datasets.adjudicated_${recipe.adjudicated}`)}</dd>
    </dl>
  );
}
