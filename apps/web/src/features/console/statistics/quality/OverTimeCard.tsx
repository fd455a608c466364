import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useFigure } from '../use-figure.ts';
import { lastDayOf } from './last-day-of.ts';
import { OverTimePlot } from './OverTimePlot.tsx';

interface Period {
  from: string;
  votes: number;
  /** One of each series. */
  estimates: readonly Estimate[];
}

export interface OverTime {
  unit: 'day' | 'week';
  periods: readonly Period[];
  guidelines: readonly { version: number; at: string }[];
}

export interface Series {
  /** Its name in the file. */
  key: string;
  header: string;
}

interface Props {
  title: string;
  overTime: OverTime;
  /** The first is drawn. */
  series: readonly Series[];
}

/** Whether people agree more or less as the work goes on and the guidelines change. */
export function OverTimeCard({ title, overTime, series }: Props) {
  const t = useT();
  const formats = useFormats();
  const figure = useFigure();
  const ofPeriod = ({ from }: Period, number: string) => (
    <RowsLink rows={{ from, to: lastDayOf(from, overTime.unit), shared: 'any' }}>{number}</RowsLink>
  );
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-quality.over_time_how')}</p>}
      csv={{ name: 'agreement-over-time', rows: csvOf(overTime, series) }}
      {...(overTime.periods.length > 1 ? { chart: <OverTimePlot overTime={overTime} /> } : {})}
      table={
        <Table<Period>
          caption={t('console-statistics.table_of', { title })}
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
            ...series.map(({ key, header }, at) => ({
              key,
              header,
              align: 'end' as const,
              cell: (period: Period) => ofPeriod(period, figure(period.estimates[at]!)),
            })),
            {
              key: 'shared',
              header: t('console-quality.shared_comparisons'),
              align: 'end',
              cell: (period) => ofPeriod(period, formats.number(period.estimates[0]!.n)),
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

function csvOf({ periods, guidelines }: OverTime, series: readonly Series[]) {
  return [
    ['from', 'votes', 'comparisons', ...series.flatMap(({ key }) => [key, 'low', 'high']), 'guidelines'],
    ...periods.map(({ from, votes, estimates }) => [
      from,
      votes,
      estimates[0]!.n,
      ...estimates.flatMap(({ value, low, high }) => [value, low, high]),
      guidelines.findLast(({ at }) => at.slice(0, 10) <= from)?.version ?? null,
    ]),
  ];
}
