import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { read } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { ProgressBar } from '../../../../ui/ProgressBar.tsx';
import { may } from '../../access.ts';
import styles from '../../shared/console.module.css';
import { Figures } from '../../shared/Figures.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import own from '../overview.module.css';
import type { ProjectDetail } from '../ProjectPage.tsx';

/** How far the work is, from import to done. */
export function Funnel({ project }: { project: ProjectDetail }) {
  const t = useT();
  const formats = useFormats();
  const { counts } = project;
  return (
    <Card title={t('console-projects.funnel')}>
      {counts.asOf === null ? null : (
        <p className="muted">{t('console-overview.counted_at', { time: formats.dateTime(counts.asOf) })}</p>
      )}
      <Figures
        items={[
          { label: t('console-projects.prompts'), value: formats.number(counts.prompts), rows: {} },
          { label: t('console.nav_comparisons'), value: formats.number(counts.comparisons), rows: {} },
          {
            label: t('console-projects.judgments'),
            value: formats.number(counts.judgments),
            rows: { votes: 'counted' },
          },
          {
            label: t('console-projects.leased'),
            value: formats.number(counts.leased),
            hint: t('console-projects.leased_hint'),
            rows: { progress: 'leased' },
          },
        ]}
      />
      {counts.comparisons === 0 ? null : <Bars projectId={project.id} counts={counts} />}
      <Exceptions project={project} />
    </Card>
  );
}

type Counts = ProjectDetail['counts'];

function Bars({ projectId, counts }: { projectId: string; counts: Counts }) {
  const t = useT();
  const formats = useFormats();
  // The dashboard takes in what was judged before it counts labels; until it is there the project's own counts stand.
  const sees = may(useMe(), projectId, 'see_models');
  const { data } = useQuery({ ...read('getDashboard', { params: { projectId } }), enabled: sees });
  const { settled, exported } = data?.counts ?? counts;
  const rows = (href: string, label: string): ReactNode => (sees ? <Link href={href}>{label}</Link> : label);
  const ofComparisons = (done: number) => ({
    value: done,
    max: counts.comparisons,
    detail: t('console-projects.of', {
      done: formats.number(done),
      all: formats.number(counts.comparisons),
    }),
  });
  return (
    <div className={own['funnel']}>
      <ProgressBar
        label={t('console-projects.judged')}
        value={counts.judgments}
        max={counts.wanted}
        detail={t('console-projects.of', {
          done: formats.number(counts.judgments),
          all: formats.number(counts.wanted),
        })}
        wrap={(numbers) => <RowsLink rows={{ votes: 'counted' }}>{numbers}</RowsLink>}
      />
      <ProgressBar
        label={rows(`${paths.comparisons(projectId)}?progress=complete`, t('console-projects.complete'))}
        {...ofComparisons(counts.completed)}
        wrap={(numbers) => <RowsLink rows={{ progress: 'complete' }}>{numbers}</RowsLink>}
      />
      <ProgressBar
        label={rows(`${paths.resolutions(projectId)}?result=settled`, t('console-projects.settled'))}
        {...ofComparisons(settled)}
        wrap={(numbers) => rows(`${paths.resolutions(projectId)}?result=settled`, numbers)}
      />
      <ProgressBar
        label={t('console-projects.exported')}
        {...ofComparisons(exported)}
        wrap={(numbers) => <RowsLink rows={{ progress: 'exported' }}>{numbers}</RowsLink>}
      />
    </div>
  );
}

/** What was skipped, reported, or does not fit, each with its rows. */
function Exceptions({ project }: { project: ProjectDetail }) {
  const t = useT();
  const { counts } = project;
  return (
    <>
      <div className={styles['actions']}>
        <Link href={`${paths.comparisons(project.id)}?progress=skipped`}>
          {t('console-projects.skipped', { count: counts.skipped })}
        </Link>
        <Link href={`${paths.comparisons(project.id)}?progress=flagged`}>
          {t('console-projects.flagged', { count: counts.flagged })}
        </Link>
      </div>
      {counts.unfit === 0 ? null : (
        <Banner tone="warn">
          <Link href={`${paths.comparisons(project.id)}?progress=unfit`}>
            {t('console-question.unfit', { count: counts.unfit })}
          </Link>{' '}
          {t('console-question.unfit_why')}
        </Banner>
      )}
    </>
  );
}
