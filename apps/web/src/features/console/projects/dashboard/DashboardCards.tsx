import { ProblemState } from '../../../../api/ProblemState.tsx';
import { Skeleton } from '../../../../ui/Skeleton.tsx';
import { StatisticsFrame } from '../../statistics/StatisticsFrame.tsx';
import styles from '../../shared/console.module.css';
import type { ProjectDetail } from '../ProjectPage.tsx';
import { CostCard } from './CostCard.tsx';
import { NextSteps } from './NextSteps.tsx';
import { Outcomes } from './Outcomes.tsx';
import { PaceCard } from './PaceCard.tsx';
import { QualityCard } from './QualityCard.tsx';
import { Standings } from './Standings.tsx';
import { useDashboard } from './use-dashboard.ts';

/** What to do next, when it will be done, what it costs and how good it is. */
export function DashboardCards({ project }: { project: ProjectDetail }) {
  const { dashboard, overview } = useDashboard(project.id);
  const { data } = dashboard;
  if (dashboard.error !== null && data === undefined)
    return <ProblemState error={dashboard.error} onRetry={() => void dashboard.refetch()} />;
  if (data === undefined) return <Skeleton lines={8} />;
  return (
    <>
      <NextSteps projectId={project.id} actions={data.actions} />
      {data.cost === null ? null : <CostCard cost={data.cost} />}
      <div className={styles['wide']}>
        <StatisticsFrame statistics={overview}>
          {(result) => (
            <div className={styles['grid']}>
              <PaceCard overview={result} forecast={data.forecast} />
              <QualityCard
                projectId={project.id}
                form={project.question.form}
                dashboard={data}
                overview={result}
              />
              <Outcomes overview={result} />
              <Standings overview={result} />
            </div>
          )}
        </StatisticsFrame>
      </div>
    </>
  );
}
