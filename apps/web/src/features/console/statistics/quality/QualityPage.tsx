import { Link } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { buttonClass } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { Select } from '../../../../ui/Field.tsx';
import { may } from '../../access.ts';
import { ProjectFrame } from '../../shared/ProjectFrame.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { StatisticsFrame } from '../StatisticsFrame.tsx';
import { type KnownOf, useStatistics } from '../use-statistics.ts';
import { VoteFilters } from '../VoteFilters.tsx';
import { AgreementCards } from './AgreementCards.tsx';
import { BiasCards } from './BiasCards.tsx';
import { ConfusionCard } from './ConfusionCard.tsx';
import { CyclesCard } from './CyclesCard.tsx';
import { GoldCard } from './GoldCard.tsx';
import { GradedCard } from './GradedCard.tsx';
import { HardestCard } from './HardestCard.tsx';
import { MatrixCard } from './MatrixCard.tsx';
import { OverTimeCard } from './OverTimeCard.tsx';
import { ScaleCards } from './ScaleCards.tsx';
import { SlowestCard } from './SlowestCard.tsx';
import { bothBadChoices, useQualityOptions } from './use-quality-options.ts';

export type Agreement = NonNullable<KnownOf<'agreement'>['result']>;

export default function QualityPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const { options, snapshot, choose } = useQualityOptions();
  const statistics = useStatistics({ projectId, kind: 'agreement', options, snapshot });
  return (
    <ProjectFrame projectId={projectId} title={t('console-quality.title')}>
      <VoteFilters known={statistics.query.data?.result ?? null} options={options} onChoose={choose}>
        <Select
          label={t('console-statistics.both_bad')}
          value={options.bothBad}
          options={bothBadChoices.map((value) => ({ value, label: bothBadText(t, value) }))}
          onChange={(bothBad) => choose({ bothBad })}
        />
      </VoteFilters>
      <StatisticsFrame statistics={statistics}>
        {(result) => <Numbers projectId={projectId} said={result} />}
      </StatisticsFrame>
    </ProjectFrame>
  );
}

function bothBadText(t: ReturnType<typeof useT>, value: (typeof bothBadChoices)[number]): string {
  return value === 'own_label'
    ? t('console-quality.both_bad_own_label')
    : t(`console-statistics.both_bad_${value}`);
}

function Numbers({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const hasPairs = said.shared > 0;
  const hasOther = said.rankings.rankings > 0 || said.graded.length > 0;
  const hasScales = said.scales.some(({ shared }) => shared > 0);
  return (
    <>
      {hasPairs || hasOther || hasScales ? null : <NoOverlap projectId={projectId} said={said} />}
      {said.votes === 0 ? null : (
        <p className="muted">
          <RowsLink rows={{ votes: 'counted' }}>
            {t('console-quality.made_from', {
              votes: said.votes,
              comparisons: said.comparisons,
              shared: said.shared,
              annotators: said.annotators,
            })}
          </RowsLink>{' '}
          {said.cannotJudge === 0 ? null : (
            <RowsLink rows={{ outcome: 'cannot_judge' }}>
              {t('console-quality.cannot_judge', { votes: said.cannotJudge })}
            </RowsLink>
          )}
        </p>
      )}
      {hasPairs ? (
        <>
          <AgreementCards said={said} />
          <MatrixCard
            projectId={projectId}
            title={t('console-quality.matrix')}
            how={t('console-quality.matrix_how')}
            matrix={said.matrix}
          />
          <PairsOverTime overTime={said.overTime} />
          <ConfusionCard confusion={said.confusion} />
        </>
      ) : null}
      {said.votes === 0 ? null : <BiasCards bias={said.bias} />}
      {hasOther ? <GradedCard projectId={projectId} said={said} /> : null}
      {said.votes === 0 && said.rankings.rankings === 0 ? null : <CyclesCard cycles={said.cycles} />}
      {said.gold.periods.length === 0 ? null : <GoldCard gold={said.gold} />}
      {hasScales ? <ScaleCards projectId={projectId} said={said} /> : null}
      {hasPairs ? <HardestCard projectId={projectId} said={said} /> : null}
      {said.slowest.timed === 0 ? null : <SlowestCard projectId={projectId} slowest={said.slowest} />}
    </>
  );
}

/** Alpha of both kinds of labels of votes on pairs. */
function PairsOverTime({ overTime }: { overTime: Agreement['overTime'] }) {
  const t = useT();
  const levels = ['direction', 'strength'] as const;
  return (
    <OverTimeCard
      title={t('console-quality.over_time')}
      overTime={{
        ...overTime,
        periods: overTime.periods.map(({ from, votes, direction, strength }) => ({
          from,
          votes,
          estimates: [direction, strength],
        })),
      }}
      series={levels.map((level) => ({ key: level, header: t(`console-quality.${level}_alpha`) }))}
    />
  );
}

/** What to do to get a number. */
function NoOverlap({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const me = useMe();
  return (
    <>
      <EmptyState
        title={t('console-quality.none')}
        action={
          may(me, projectId, 'manage') ? (
            <Link href={paths.project(projectId)} className={buttonClass('primary')}>
              {t('console-quality.none_action')}
            </Link>
          ) : undefined
        }
      >
        <p>{t('console-quality.none_why')}</p>
      </EmptyState>
      {Math.max(said.annotators, ...said.scales.map(({ annotators }) => annotators)) === 1 ? (
        <Banner>{t('console-quality.one_annotator')}</Banner>
      ) : null}
    </>
  );
}
