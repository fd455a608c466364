import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { RowsLink } from '../shared/RowsLink.tsx';
import styles from './overview.module.css';
import { noonOf } from './days.ts';
import type { Day } from './days.ts';

export const shownDays = 60;
const height = 100;

/** Judgments per day as bars. */
export function DayBars({ days }: { days: readonly Day[] }) {
  const t = useT();
  const formats = useFormats();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const most = Math.max(1, ...days.map((day) => day.judgments));
  const width = Math.max(days.length, 14) * 10;
  const summary = t('console-projects.chart_summary', {
    from: formats.date(noonOf(first.day)),
    to: formats.date(noonOf(last.day)),
    most: formats.number(most),
  });
  return (
    <figure className={styles['chart']}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {days.map((day, index) => (
          <rect
            key={day.day}
            x={index * 10 + 1}
            width={8}
            y={height - (day.judgments / most) * height}
            height={(day.judgments / most) * height}
          >
            <title>{`${formats.date(noonOf(day.day))}: ${formats.number(day.judgments)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className={styles['axis']}>
        <RowsLink rows={{ from: first.day, to: last.day }}>{summary}</RowsLink>
      </figcaption>
    </figure>
  );
}

/** The same as a table, the newest first. */
export function DayTable({ days }: { days: readonly Day[] }) {
  const t = useT();
  const formats = useFormats();
  const ofDay = ({ day }: Day, number: string) => <RowsLink rows={{ from: day, to: day }}>{number}</RowsLink>;
  return (
    <Table<Day>
      caption={t('console-projects.per_day_table')}
      hideCaption
      compact
      rows={[...days].reverse()}
      rowKey={(day) => day.day}
      columns={[
        {
          key: 'day',
          header: t('console-projects.col_day'),
          rowHeader: true,
          cell: (day) => formats.date(noonOf(day.day)),
        },
        {
          key: 'judgments',
          header: t('console-projects.col_judgments'),
          align: 'end',
          cell: (day) => ofDay(day, formats.number(day.judgments)),
        },
        {
          key: 'annotators',
          header: t('console-projects.col_annotators'),
          align: 'end',
          cell: (day) => ofDay(day, formats.number(day.annotators)),
        },
      ]}
    />
  );
}
