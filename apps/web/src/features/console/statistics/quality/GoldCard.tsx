import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { noonOf } from '../../projects/days.ts';
import { ChartCard } from '../ChartCard.tsx';
import { DotPlot } from '../DotPlot.tsx';
import { useFigure } from '../use-figure.ts';
import { lastDayOf } from './last-day-of.ts';
import type { Agreement } from './QualityPage.tsx';

type Gold = Agreement['gold'];
type Period = Gold['periods'][number];

/** Whether gold comparisons are answered as expected more or less often as the work goes on. */
export function GoldCard({ gold: { unit, periods } }: { gold: Gold }) {
  const t = useT();
  const formats = useFormats();
  const figure = useFigure('percent');
  const title = t('console-quality.gold');
  const on = ({ from }: Period): string => formats.date(noonOf(from));
  const rows = periods.flatMap((period) => {
    const { value, low, high } = period.share;
    if (value === null || low === null || high === null) return [];
    return [{ key: period.from, label: on(period), at: value, from: low, to: high }];
  });
  const ofPeriod = ({ from }: Period, number: string) => (
    <RowsLink rows={{ votes: 'gold', from, to: lastDayOf(from, unit) }}>{number}</RowsLink>
  );
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-quality.gold_how')}</p>}
      csv={{ name: 'gold-over-time', rows: csvOf(periods) }}
      chart={<DotPlot label={title} rows={rows} format={formats.percent} />}
      table={
        <Table<Period>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={periods}
          rowKey={({ from }) => from}
          columns={[
            { key: 'from', header: t(`console-quality.${unit}`), rowHeader: true, cell: on },
            {
              key: 'share',
              header: t('console-quality.gold_share'),
              align: 'end',
              cell: (period) => ofPeriod(period, figure(period.share)),
            },
            {
              key: 'answers',
              header: t('console-quality.gold_answers'),
              align: 'end',
              cell: (period) => ofPeriod(period, formats.number(period.share.n)),
            },
          ]}
        />
      }
    />
  );
}

function csvOf(periods: readonly Period[]) {
  return [
    ['from', 'share', 'low', 'high', 'answers'],
    ...periods.map(({ from, share: { value, low, high, n } }) => [from, value, low, high, n]),
  ];
}
