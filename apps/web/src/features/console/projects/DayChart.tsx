import { type Formats, useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { RowsLink } from '../shared/RowsLink.tsx';
import styles from './overview.module.css';
import { bandOf, noonOf } from './days.ts';
import type { Band, Day, Finish } from './days.ts';

export const shownDays = 60;
const height = 100;

/** Judgments per day as bars and, where it is known, when all will be judged: a band, and a line at its middle. */
export function DayBars({ days, finish = null }: { days: readonly Day[]; finish?: Finish | null }) {
  const t = useT();
  const formats = useFormats();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const most = Math.max(1, ...days.map((day) => day.judgments));
  const band = finish === null ? null : bandOf(last.day, finish, shownDays);
  const told = finish === null || band === null ? null : finishWords(finish, band.cut, { t, formats });
  const width = Math.max(days.length + (band?.shown ?? 0), 14) * 10;
  const summary = t('console-projects.chart_summary', {
    from: formats.date(noonOf(first.day)),
    to: formats.date(noonOf(last.day)),
    most: formats.number(most),
  });
  return (
    <figure className={styles['chart']}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={told === null ? summary : `${summary} ${told}`}
      >
        {band === null ? null : <FinishBand band={band} from={days.length * 10} />}
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
        {told === null ? null : (
          <span className={styles['legend']}>
            <span className={styles['key']} aria-hidden="true" /> {told}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** `from`: where the day after the last one begins. */
function FinishBand({ band, from }: { band: Band; from: number }) {
  const { low, high, middle } = band;
  const x = (after: number): number => from + (after - 1) * 10;
  return (
    <g>
      <rect className={styles['band']} x={x(low)} width={(high - low + 1) * 10} y={0} height={height} />
      {middle === null ? null : (
        <line className={styles['middle']} x1={x(middle) + 5} x2={x(middle) + 5} y1={0} y2={height} />
      )}
    </g>
  );
}

function finishWords(
  { date, low, high }: Finish,
  cut: boolean,
  { t, formats }: { t: ReturnType<typeof useT>; formats: Formats },
): string {
  const on = (day: string): string => formats.date(noonOf(day));
  const values = { date: on(date), low: on(low) };
  const said =
    high === null
      ? t('console-overview.band_open', values)
      : t('console-overview.band', { ...values, high: on(high) });
  return cut ? `${said} ${t('console-overview.band_cut')}` : said;
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
