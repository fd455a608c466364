import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { type Column, Table } from '../../../../ui/Table.tsx';
import { type Rows, RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import type { Profile } from './AnnotatorPage.tsx';
import { Timeline } from './Timeline.tsx';

type Day = Profile['days'][number];

/** Votes by day, and how many of the known answers and of the pairs with others were met. */
export function TimelineCard({ profile: { annotatorId: by, days } }: { profile: Profile }) {
  const t = useT();
  const formats = useFormats();
  const title = t('console-annotators.timeline');
  const of = (part: number, all: number): string =>
    all === 0 ? '–' : t('console-annotators.of', { part: formats.number(part), all: formats.number(all) });
  const on = (day: string, rows: Rows, number: string) => (
    <RowsLink rows={{ by, ...rows, from: day, to: day }}>{number}</RowsLink>
  );
  const columns: Column<Day>[] = [
    { key: 'day', header: t('console-annotators.day'), rowHeader: true, cell: ({ day }) => dateOf(day) },
    {
      key: 'votes',
      header: t('console-annotators.votes'),
      align: 'end',
      cell: ({ day, votes }) => on(day, {}, formats.number(votes)),
    },
    {
      key: 'gold',
      header: t('console-annotators.measure_goldAccuracy'),
      align: 'end',
      cell: ({ day, gold, goldRight }) => on(day, { votes: 'gold' }, of(goldRight, gold)),
    },
    {
      key: 'pairs',
      header: t('console-annotators.measure_agreement'),
      align: 'end',
      cell: ({ day, pairs, agreeing }) => on(day, {}, of(agreeing, pairs)),
    },
  ];
  const dateOf = (day: string): string => formats.date(`${day}T12:00:00Z`);
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-annotators.timeline_how')}</p>}
      csv={{
        name: 'annotator-days',
        rows: [
          ['day', 'votes', 'gold', 'gold_right', 'pairs', 'agreeing'],
          ...days.map((day) => [day.day, day.votes, day.gold, day.goldRight, day.pairs, day.agreeing]),
        ],
      }}
      {...(days.length === 0 ? {} : { chart: <Timeline by={by} days={days} /> })}
      table={
        <Table<Day>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={days.toReversed()}
          rowKey={({ day }) => day}
          columns={columns}
        />
      }
    />
  );
}
