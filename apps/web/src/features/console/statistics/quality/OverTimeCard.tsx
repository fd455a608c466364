import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useFigure } from '../use-figure.ts';
import { OverTimePlot } from './OverTimePlot.tsx';
import type { Agreement } from './QualityPage.tsx';

type OverTime = Agreement['overTime'];
type Period = OverTime['periods'][number];

/** Whether people agree more or less as the work goes on and the guidelines change. */
export function OverTimeCard({ overTime }: { overTime: OverTime }) {
  const t = useT();
  const formats = useFormats();
  const figure = useFigure();
  const ofPeriod = ({ from }: Period, number: string) => (
    <RowsLink rows={{ from, to: lastDayOf(from, overTime.unit), shared: 'any' }}>{number}</RowsLink>
  );
  return (
    <ChartCard
      title={t('console-quality.over_time')}
      how={<p>{t('console-quality.over_time_how')}</p>}
      csv={{ name: 'agreement-over-time', rows: csvOf(overTime) }}
      {...(overTime.periods.length > 1 ? { chart: <OverTimePlot overTime={overTime} /> } : {})}
      table={
        <Table<Period>
          caption={t('console-statistics.table_of', { title: t('console-quality.over_time') })}
          hideCaption
          compact
          rows={overTime.periods}
          rowKey={({ from }) => from}
          columns={[
            {
              key: 'from',
              header: t(`console-quality.${overTime.unit}`),
              rowHeader: true,
              cell: ({ from }) => formats.date(`${from}T12:00:00`),
            },
            ...(['direction', 'strength'] as const).map((level) => ({
              key: level,
              header: t(`console-quality.${level}_alpha`),
              align: 'end' as const,
              cell: (period: Period) => ofPeriod(period, figure(period[level])),
            })),
            {
              key: 'shared',
              header: t('console-quality.shared_comparisons'),
              align: 'end',
              cell: (period) => ofPeriod(period, formats.number(period.direction.n)),
            },
            {
              key: 'votes',
              header: t('console-quality.votes'),
              align: 'end',
              cell: (period) => ofPeriod(period, formats.number(period.votes)),
            },
          ]}
        />
      }
    >
      {overTime.periods.length > 1 ? null : <p className="muted">{t('console-quality.one_period')}</p>}
    </ChartCard>
  );
}

/** Of the day or week that begins on this day, UTC. */
function lastDayOf(from: string, unit: OverTime['unit']): string {
  const days = unit === 'week' ? 6 : 0;
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

function csvOf({ periods, guidelines }: OverTime) {
  return [
    ['from', 'votes', 'comparisons', 'direction', 'low', 'high', 'strength', 'low', 'high', 'guidelines'],
    ...periods.map(({ from, votes, direction, strength }) => [
      from,
      votes,
      direction.n,
      direction.value,
      direction.low,
      direction.high,
      strength.value,
      strength.low,
      strength.high,
      guidelines.findLast(({ at }) => at.slice(0, 10) <= from)?.version ?? null,
    ]),
  ];
}
