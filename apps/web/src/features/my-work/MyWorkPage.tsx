import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { isCrowd } from '../../shell/is-crowd.ts';
import { useMe } from '../../shell/use-me.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AttentionList } from './AttentionList.tsx';
import { Figure } from './Figure.tsx';
import { LastSitting } from './LastSitting.tsx';
import { MyNumbers } from './MyNumbers.tsx';
import { WorkNav } from './WorkNav.tsx';
import { WorkSummary } from './WorkSummary.tsx';
import styles from './work.module.css';

const CrowdWork = lazyLater(() => import('./CrowdWork.tsx'));

/** The server counts what remains only up to here. */
const remainingCap = 10_000;

export default function MyWorkPage() {
  const t = useT();
  const me = useMe();
  const outbox = useOutboxStatus();
  usePageTitle(t('work.title'));
  const projects = useQuery({ ...read('listMyProjects', {}), refetchOnMount: 'always' });
  return (
    <>
      <h1>{t('work.title')}</h1>
      <WorkNav />
      <Suspense fallback={null}>{isCrowd(me) ? <CrowdWork /> : null}</Suspense>
      <LastSitting />
      <WorkSummary />
      {outbox.waiting === 0 ? null : (
        <Banner icon="sync">{t('work.unsent', { count: outbox.waiting })}</Banner>
      )}
      <AttentionList />
      {projects.error === null ? null : (
        <ProblemState error={projects.error} onRetry={() => void projects.refetch()} />
      )}
      {projects.isPending ? <Skeleton lines={4} /> : null}
      {projects.data?.items.length === 0 ? (
        <EmptyState title={t('work.none_title')}>{t('work.none_why', { email: me.email })}</EmptyState>
      ) : null}
      <div className={styles['cards']}>
        {projects.data?.items.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </div>
      {projects.data === undefined || projects.data.items.length === 0 ? null : (
        <p className="muted">{t('work.time_zone_note')}</p>
      )}
    </>
  );
}

function ProjectCard({ project }: { project: AnnotatorProject }) {
  const t = useT();
  const formats = useFormats();
  const remaining =
    project.remaining >= remainingCap
      ? t('work.remaining_many', { count: formats.number(remainingCap) })
      : formats.number(project.remaining);
  return (
    <Card title={project.name} aside={<ProjectBadges project={project} />}>
      {project.description === '' ? null : <p className="muted">{project.description}</p>}
      <dl className={styles['numbers']}>
        <Figure label={t('work.remaining')} value={remaining} />
        <Figure label={t('work.today')} value={formats.number(project.judgedToday)} />
        <Figure label={t('work.total')} value={formats.number(project.judged)} />
      </dl>
      <ProjectNote project={project} />
      <MyNumbers projectId={project.id} />
      <div className={styles['foot']}>
        {project.state === 'active' && project.remaining > 0 ? (
          <Link href={paths.annotate(project.id)} className={buttonClass('primary')}>
            {project.judged > 0 ? t('work.resume') : t('work.start')}
            <span className="visually-hidden">{project.name}</span>
          </Link>
        ) : null}
        {project.state === 'archived' ? null : <PracticeLink project={project} />}
        {project.exam ? (
          <Link href={paths.exam(project.id)}>
            {t('work-life.exam')}
            <span className="visually-hidden">{project.name}</span>
          </Link>
        ) : null}
        <Link href={paths.myJudgments(project.id)}>
          {t('work.my_judgments')}
          <span className="visually-hidden">{project.name}</span>
        </Link>
      </div>
    </Card>
  );
}

function PracticeLink({ project }: { project: AnnotatorProject }) {
  const t = useT();
  const { examples, answered } = project.practice;
  return (
    <Link href={paths.practice(project.id)}>
      {examples > answered
        ? t('work-life.practice_left', { count: examples - answered })
        : t('work-life.practice')}
      <span className="visually-hidden">{project.name}</span>
    </Link>
  );
}

function ProjectBadges({ project }: { project: AnnotatorProject }) {
  const t = useT();
  return (
    <span className="row">
      {project.isDemo ? <Badge>{t('work.demo')}</Badge> : null}
      {project.state === 'paused' ? <Badge tone="warn">{t('work.paused')}</Badge> : null}
      {project.state === 'archived' ? <Badge>{t('work.archived')}</Badge> : null}
    </span>
  );
}

function ProjectNote({ project }: { project: AnnotatorProject }) {
  const t = useT();
  if (project.state === 'paused') return <p>{t('work.paused_why')}</p>;
  if (project.state === 'archived') return <p>{t('work.archived_why')}</p>;
  return project.remaining === 0 ? <p>{t('work.nothing_left')}</p> : null;
}
