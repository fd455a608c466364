import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { isMember, may } from '../access.ts';
import styles from '../shared/console.module.css';
import { Figures } from '../shared/Figures.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { DayChart } from './DayChart.tsx';
import own from './overview.module.css';
import { PayCard } from './PayCard.tsx';
import { SettingsCard } from './SettingsCard.tsx';
import { StateControls } from './StateControls.tsx';

export type ProjectDetail = CallOutput<'getProject'>;
type Progress = CallOutput<'getProgress'>;

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
      {data === undefined ? null : <Overview project={data} />}
    </ProjectFrame>
  );
}

function Overview({ project }: { project: ProjectDetail }) {
  const me = useMe();
  const seesModels = may(me, project.id, 'see_models');
  return (
    <>
      {project.description === '' ? null : <p className="muted">{project.description}</p>}
      {project.counts.comparisons === 0 ? <NextStep project={project} /> : null}
      <div className={styles['grid']}>
        <Funnel project={project} />
        {seesModels ? <ProgressCards projectId={project.id} /> : null}
        {may(me, project.id, 'manage') ? (
          <>
            <SettingsCard key={project.updatedAt} project={project} />
            <PayCard project={project} />
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

function Funnel({ project }: { project: ProjectDetail }) {
  const t = useT();
  const formats = useFormats();
  const { counts } = project;
  return (
    <Card title={t('console-projects.funnel')}>
      <Figures
        items={[
          { label: t('console-projects.prompts'), value: formats.number(counts.prompts) },
          { label: t('console.nav_comparisons'), value: formats.number(counts.comparisons) },
          { label: t('console-projects.judgments'), value: formats.number(counts.judgments) },
          {
            label: t('console-projects.leased'),
            value: formats.number(counts.leased),
            hint: t('console-projects.leased_hint'),
          },
        ]}
      />
      {counts.comparisons === 0 ? null : (
        <div className={own['funnel']}>
          <ProgressBar
            label={t('console-projects.judged')}
            value={counts.judgments}
            max={counts.wanted}
            detail={t('console-projects.of', {
              done: formats.number(counts.judgments),
              all: formats.number(counts.wanted),
            })}
          />
          <ProgressBar
            label={t('console-projects.complete')}
            value={counts.completed}
            max={counts.comparisons}
            detail={t('console-projects.of', {
              done: formats.number(counts.completed),
              all: formats.number(counts.comparisons),
            })}
          />
        </div>
      )}
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
    </Card>
  );
}

function ProgressCards({ projectId }: { projectId: string }) {
  const t = useT();
  const progress = useQuery({ ...read('getProgress', { params: { projectId } }), refetchOnMount: 'always' });
  if (progress.error !== null && progress.data === undefined) {
    return <ProblemState error={progress.error} onRetry={() => void progress.refetch()} />;
  }
  if (progress.data === undefined) return <Skeleton lines={8} />;
  return (
    <>
      <Card title={t('console-projects.per_day')}>
        <DayChart perDay={progress.data.perDay} />
      </Card>
      <Outcomes progress={progress.data} />
      <Standings progress={progress.data} />
    </>
  );
}

/** Fewer judgments say nothing about shares. */
const enoughForShares = 30;

const pairOutcomes = ['preference', 'tie', 'both_bad', 'cannot_judge'] as const;
const otherOutcomes = ['ranking', 'thumbs_up', 'thumbs_down', 'rated', 'steps'] as const;
const storedOutcomes = [...pairOutcomes, ...otherOutcomes];

function outcomeText(outcome: (typeof storedOutcomes)[number], t: Translate): string {
  const ofPair = pairOutcomes.find((known) => known === outcome);
  if (ofPair !== undefined) return t(`console-projects.outcome_${ofPair}`);
  const other = otherOutcomes.find((known) => known === outcome) ?? 'ranking';
  return t(`console-question.outcome_${other}`);
}

/** How judgments came out, each kind that was given. */
function Outcomes({ progress }: { progress: Progress }) {
  const t = useT();
  const formats = useFormats();
  const { outcomes } = progress;
  const { preference } = outcomes;
  const given = storedOutcomes.filter((outcome) => outcomes[outcome] > 0);
  const shown = given.length === 0 ? pairOutcomes : given;
  const all = given.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const share = (count: number): { hint: string } | object =>
    all < enoughForShares ? {} : { hint: formats.percent(count / all) };
  return (
    <Card title={t('console-projects.outcomes')}>
      <Figures
        items={shown.map((outcome) => ({
          label: outcomeText(outcome, t),
          value: formats.number(outcomes[outcome]),
          ...share(outcomes[outcome]),
        }))}
      />
      {preference === 0 && given.length > 0 ? null : progress.leftShare === null ||
        preference < enoughForShares ? (
        <p className="muted">{t('console-projects.left_too_few', { least: enoughForShares })}</p>
      ) : (
        <p>{t('console-projects.left_share', { share: formats.percent(progress.leftShare) })}</p>
      )}
    </Card>
  );
}

type Standing = Progress['models'][number];

function Standings({ progress }: { progress: Progress }) {
  const t = useT();
  const formats = useFormats();
  const rate = (row: Standing): number =>
    (row.wins + row.ties / 2) / Math.max(1, row.wins + row.losses + row.ties);
  const decided = (row: Standing): number => row.wins + row.losses + row.ties;
  return (
    <Card title={t('console-projects.models')}>
      {progress.models.length === 0 ? (
        <p className="muted">{t('console-projects.no_models')}</p>
      ) : (
        <>
          <p className="muted">{t('console-projects.models_why')}</p>
          <Table<Standing>
            caption={t('console-projects.models_table')}
            hideCaption
            compact
            rows={[...progress.models].sort(
              (one, other) => rate(other) - rate(one) || one.model.localeCompare(other.model),
            )}
            rowKey={(row) => row.model}
            columns={[
              {
                key: 'model',
                header: t('console-projects.col_model'),
                rowHeader: true,
                cell: (row) => <bdi>{row.model}</bdi>,
              },
              {
                key: 'wins',
                header: t('console-projects.col_wins'),
                align: 'end',
                cell: (row) => formats.number(row.wins),
              },
              {
                key: 'losses',
                header: t('console-projects.col_losses'),
                align: 'end',
                cell: (row) => formats.number(row.losses),
              },
              {
                key: 'ties',
                header: t('console-projects.col_ties'),
                align: 'end',
                cell: (row) => formats.number(row.ties),
              },
              {
                key: 'rate',
                header: t('console-projects.col_rate'),
                align: 'end',
                cell: (row) => (decided(row) < enoughForShares ? '–' : formats.percent(rate(row))),
              },
            ]}
          />
        </>
      )}
    </Card>
  );
}
