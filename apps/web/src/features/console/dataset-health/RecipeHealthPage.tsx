import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { HealthReportView } from './HealthReportView.tsx';
import { askAgain } from './under-way.ts';

/** The health report of a recipe that is not frozen. */
export default function RecipeHealthPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const [, navigate] = useLocation();
  const projectId = params['projectId'] ?? '';
  const report = useQuery({
    ...read('getHealth', { params: { projectId, reportId: params['reportId'] ?? '' } }),
    refetchInterval: ({ state }) => askAgain(state.data),
  });
  const again = useWrite('requestHealth', ['getHealth']);
  const { data } = report;
  return (
    <ProjectFrame projectId={projectId} title={t('console-health.title_recipe')}>
      {report.error === null ? null : (
        <ProblemState error={report.error} onRetry={() => void report.refetch()} />
      )}
      {report.isPending ? <Skeleton lines={8} /> : null}
      {data === undefined ? null : (
        <div className={styles['steps']}>
          <Link href={paths.datasets(projectId)}>{t('console-health.back_datasets')}</Link>
          <HealthReportView
            report={data}
            making={again}
            onMake={() =>
              again.mutate(
                { params: { projectId }, body: { recipe: data.recipe } },
                { onSuccess: ({ id }) => navigate(paths.recipeHealth(projectId, id), { replace: true }) },
              )
            }
          />
        </div>
      )}
    </ProjectFrame>
  );
}
