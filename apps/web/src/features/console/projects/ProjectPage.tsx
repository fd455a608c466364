import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { isMember, may } from '../access.ts';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { TrashCard } from '../trash/TrashCard.tsx';
import { DashboardCards } from './dashboard/DashboardCards.tsx';
import { Funnel } from './dashboard/Funnel.tsx';
import { NumbersCard } from './NumbersCard.tsx';
import { PayCard } from './PayCard.tsx';
import { SettingsCard } from './SettingsCard.tsx';
import { StateControls } from './StateControls.tsx';

export type ProjectDetail = CallOutput<'getProject'>;

export default function ProjectPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const me = useMe();
  const projectId = params['projectId'] ?? '';
  const project = useQuery({ ...read('getProject', { params: { projectId } }), refetchOnMount: 'always' });
  const { data } = project;
  const aside =
    data === undefined ? null : (
      <span className={styles['actions']}>
        {data.state === 'active' && data.counts.comparisons > 0 && (isMember(me, projectId) || me.isOwner) ? (
          <Link href={paths.annotate(projectId)} className={buttonClass('primary')}>
            {t('console-projects.annotate')}
          </Link>
        ) : null}
        {may(me, projectId, 'manage') ? <StateControls project={data} /> : null}
      </span>
    );
  return (
    <ProjectFrame projectId={projectId} title={t('console.nav_overview')} aside={aside}>
      {project.isPending ? <Skeleton lines={6} /> : null}
      {data === undefined ? null : <Overview project={data} onStale={() => void project.refetch()} />}
    </ProjectFrame>
  );
}

function Overview({ project, onStale }: { project: ProjectDetail; onStale: () => void }) {
  const me = useMe();
  const seesModels = may(me, project.id, 'see_models');
  return (
    <>
      {project.description === '' ? null : <p className="muted">{project.description}</p>}
      {project.counts.comparisons === 0 ? <NextStep project={project} /> : null}
      <div className={styles['grid']}>
        <Funnel project={project} />
        {seesModels ? <DashboardCards project={project} /> : null}
        {may(me, project.id, 'manage') ? (
          <>
            <SettingsCard key={project.id} project={project} onStale={onStale} />
            <PayCard project={project} />
            <NumbersCard project={project} />
            <TrashCard project={project} />
          </>
        ) : null}
      </div>
    </>
  );
}

function NextStep({ project }: { project: ProjectDetail }) {
  const t = useT();
  const me = useMe();
  const mayImport = may(me, project.id, 'import');
  return (
    <EmptyState
      title={t('console-projects.empty_project')}
      action={
        mayImport ? (
          <Link href={paths.imports(project.id)} className={buttonClass('primary')}>
            {t('console-projects.import_first')}
          </Link>
        ) : undefined
      }
    >
      {t('console-projects.empty_project_why')}
    </EmptyState>
  );
}
