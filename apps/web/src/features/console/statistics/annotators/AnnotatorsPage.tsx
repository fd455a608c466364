import type { AnswerKind } from '@pairwright/contract/statistics/annotators';
import { Link, useSearchParams } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { buttonClass } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { Checkbox, Select, TextField } from '../../../../ui/Field.tsx';
import { may } from '../../access.ts';
import { ProjectFrame } from '../../shared/ProjectFrame.tsx';
import { StatisticsFrame } from '../StatisticsFrame.tsx';
import styles from '../statistics.module.css';
import { useStatistics } from '../use-statistics.ts';
import { AgreementCard } from './AgreementCard.tsx';
import { measuresFor } from './measures.ts';
import { orders, rosterOf, type Wanted } from './roster.ts';
import { RosterCard } from './RosterCard.tsx';

export default function AnnotatorsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const { wanted, choose } = useWanted();
  const statistics = useStatistics({ projectId, kind: 'annotators', options: {} });
  return (
    <ProjectFrame projectId={projectId} title={t('console.nav_annotators')}>
      <p className="muted">{t('console-annotators.hypotheses')}</p>
      <StatisticsFrame statistics={statistics}>
        {({ kinds, annotators }) =>
          annotators.length === 0 ? (
            <Nobody projectId={projectId} />
          ) : (
            <>
              <Filters kinds={kinds} wanted={wanted} onChoose={choose} />
              <RosterCard
                projectId={projectId}
                kinds={kinds}
                annotators={rosterOf(annotators, wanted)}
                all={annotators.length}
              />
              <AgreementCard annotators={annotators} />
            </>
          )
        }
      </StatisticsFrame>
    </ProjectFrame>
  );
}

/** What is looked for stands in the address, so that it can be passed on. */
function useWanted(): { wanted: Wanted; choose: (part: Partial<Wanted>) => void } {
  const [search, setSearch] = useSearchParams();
  const wanted: Wanted = {
    order: orders.find((order) => order === search.get('sort')) ?? 'votes',
    name: search.get('name') ?? '',
    alertsOnly: search.get('show') === 'alerts',
  };
  const choose = (part: Partial<Wanted>): void => {
    const { order, name, alertsOnly } = { ...wanted, ...part };
    setSearch(
      {
        ...(order === 'votes' ? {} : { sort: order }),
        ...(name === '' ? {} : { name }),
        ...(alertsOnly ? { show: 'alerts' } : {}),
      },
      { replace: true },
    );
  };
  return { wanted, choose };
}

interface FiltersProps {
  kinds: readonly AnswerKind[];
  wanted: Wanted;
  onChoose: (part: Partial<Wanted>) => void;
}

function Filters({ kinds, wanted, onChoose }: FiltersProps) {
  const t = useT();
  const offered = orders.filter(
    (order) => order !== 'left' || order === wanted.order || measuresFor(kinds, ['leftShare']).length > 0,
  );
  return (
    <div className={styles['filters']}>
      <TextField
        label={t('console-annotators.find')}
        value={wanted.name}
        onChange={(event) => onChoose({ name: event.target.value })}
      />
      <Select
        label={t('console-annotators.order')}
        value={wanted.order}
        options={offered.map((value) => ({ value, label: t(`console-annotators.order_${value}`) }))}
        onChange={(order) => onChoose({ order })}
      />
      <Checkbox
        label={t('console-annotators.alerts_only')}
        checked={wanted.alertsOnly}
        onChange={(alertsOnly) => onChoose({ alertsOnly })}
      />
    </div>
  );
}

function Nobody({ projectId }: { projectId: string }) {
  const t = useT();
  const me = useMe();
  const action = may(me, projectId, 'manage') ? (
    <Link href={paths.members(projectId)} className={buttonClass('primary')}>
      {t('console-annotators.add')}
    </Link>
  ) : undefined;
  return (
    <EmptyState title={t('console-annotators.none')} action={action}>
      {t('console-annotators.none_why')}
    </EmptyState>
  );
}
