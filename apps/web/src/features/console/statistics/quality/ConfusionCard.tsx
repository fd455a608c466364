import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { type Rows, RowsLink, useRowsPath } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { HeatGrid } from '../HeatGrid.tsx';
import type { Agreement } from './QualityPage.tsx';

type Confusion = Agreement['confusion'];

interface Meeting {
  one: number;
  other: number;
  count: number;
}

/** What one person said where another said something else, over the whole scale. */
export function ConfusionCard({ confusion }: { confusion: Confusion }) {
  const t = useT();
  const formats = useFormats();
  const path = useRowsPath();
  const name = useStrengthName();
  const names = confusion.labels.map(name);
  const most = Math.max(1, ...confusion.counts.flat());
  const meetings = meetingsOf(confusion);
  return (
    <ChartCard
      title={t('console-quality.confusion')}
      how={<p>{t('console-quality.confusion_how')}</p>}
      csv={{
        name: 'confusion',
        rows: [
          ['one', 'other', 'pairs'],
          ...meetings.map(({ one, other, count }) => [
            confusion.labels[one] ?? 'both_bad',
            confusion.labels[other] ?? 'both_bad',
            count,
          ]),
        ],
      }}
      chart={
        <HeatGrid
          label={t('console-quality.confusion')}
          rows={names}
          columns={names.map((text) => ({ text, name: text }))}
          cell={(row, column) => {
            const count = confusion.counts[row]![column]!;
            return {
              text: formats.number(count),
              label: t('console-quality.confusion_cell', { count, one: names[row]!, other: names[column]! }),
              strength: count / most,
              href: path(saidBoth(confusion, row, column)),
            };
          }}
        />
      }
      table={<MeetingTable confusion={confusion} meetings={meetings} names={names} />}
    />
  );
}

interface TableProps {
  confusion: Confusion;
  meetings: readonly Meeting[];
  names: readonly string[];
}

function MeetingTable({ confusion, meetings, names }: TableProps) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Meeting>
      caption={t('console-statistics.table_of', { title: t('console-quality.confusion') })}
      hideCaption
      compact
      rows={meetings}
      rowKey={({ one, other }) => `${one}/${other}`}
      columns={[
        {
          key: 'one',
          header: t('console-quality.one_said'),
          rowHeader: true,
          cell: ({ one }) => names[one],
        },
        {
          key: 'other',
          header: t('console-quality.other_said'),
          cell: ({ one, other }) => (
            <RowsLink rows={saidBoth(confusion, one, other)}>{names[other]}</RowsLink>
          ),
        },
        {
          key: 'count',
          header: t('console-quality.pairs_of_votes'),
          align: 'end',
          cell: ({ one, other, count }) => (
            <RowsLink rows={saidBoth(confusion, one, other)}>{formats.number(count)}</RowsLink>
          ),
        },
      ]}
    />
  );
}

/** Comparisons on which one said this and another that. */
function saidBoth({ labels }: Confusion, one: number, other: number): Rows {
  return { said: [one, other].map((place) => labels[place] ?? 'both_bad').join(',') };
}

/** Each pair of labels once, most first. */
function meetingsOf({ counts }: Confusion): Meeting[] {
  return counts
    .flatMap((row, one) => row.slice(one).map((count, after) => ({ one, other: one + after, count })))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

/** `−3` favours the first answer, `+3` the second; 0 is the tie. */
function useStrengthName(): (strength: number | null) => string {
  const t = useT();
  const formats = useFormats();
  return (strength) => {
    if (strength === null) return t('console-quality.label_both_bad');
    if (strength === 0) return t('console-quality.label_tie');
    const level = formats.number(Math.abs(strength));
    return t(strength < 0 ? 'console-quality.strength_first' : 'console-quality.strength_second', { level });
  };
}
