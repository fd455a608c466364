import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { HealthReportView } from './HealthReportView.tsx';
import { askAgain } from './under-way.ts';

/** The health report that is kept with a version. */
export default function VersionHealthPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const versionId = params['versionId'] ?? '';
  const health = useQuery({
    ...read('getVersionHealth', { params: { projectId, versionId } }),
    refetchInterval: ({ state }) => askAgain(state.data?.report),
  });
  const title = useHealthTitle(projectId, versionId);
  const request = useWrite('requestHealth', ['getVersionHealth']);
  const make = () => request.mutate({ params: { projectId }, body: { versionId } });
  const report = health.data?.report;
  return (
    <ProjectFrame projectId={projectId} title={title}>
      {health.error === null ? null : (
        <ProblemState error={health.error} onRetry={() => void health.refetch()} />
      )}
      {health.isPending ? <Skeleton lines={8} /> : null}
      {report === undefined ? null : (
        <div className={styles['steps']}>
          <Link href={paths.version(projectId, versionId)}>{t('console-health.back')}</Link>
          {report === null ? (
            <>
              <EmptyState
                title={t('console-health.none')}
                action={
                  <Button variant="primary" busy={request.isPending} onClick={make}>
                    {t('console-health.make')}
                  </Button>
                }
              >
                <p>{t('console-health.none_why')}</p>
              </EmptyState>
              <FormProblem error={request.error} />
            </>
          ) : (
            <HealthReportView report={report} making={request} onMake={make} />
          )}
        </div>
      )}
    </ProjectFrame>
  );
}

function useHealthTitle(projectId: string, versionId: string): string {
  const t = useT();
  const { data: version } = useQuery(read('getVersion', { params: { projectId, versionId } }));
  const { data: dataset } = useQuery({
    ...read('getDataset', { params: { projectId, datasetId: version?.datasetId ?? '' } }),
    enabled: version !== undefined,
  });
  if (version === undefined || dataset === undefined) return t('console-health.title');
  return t('console-health.title_version', { version: version.version, dataset: dataset.name });
}
