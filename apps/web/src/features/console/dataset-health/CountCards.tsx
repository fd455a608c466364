import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import type { RowKind } from '@pairwright/contract/datasets';
import type { ReactNode } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import bars from '../datasets/datasets.module.css';
import { ChartCard } from '../statistics/ChartCard.tsx';

interface Line {
  key: string;
  name: string;
  rows: number;
}

/** What there is how often, each as a table with bars: leads of labels, lengths, margins, kinds, languages. */
export function CountCards({ health }: { health: DatasetHealth }) {
  const t = useT();
  const { labels, lengths, balance, languages } = health;
  const { median, p95, most } = lengths;
  return (
    <>
      <CountCard
        name="leads"
        of={labels.leads.reduce((sum, { rows }) => sum + rows, 0)}
        lines={labels.leads.map(({ lead, rows }) => ({
          key: `${lead}`,
          name: t('console-health.lead', { lead }),
          rows,
        }))}
      />
      <CountCard
        name="lengths"
        of={health.rows}
        lines={lengths.over.map(({ tokens, rows }) => ({
          key: `over-${tokens}`,
          name: t('console-health.over', { tokens }),
          rows,
        }))}
      >
        {median === null || p95 === null || most === null ? null : (
          <p>{t('console-health.quantiles', { median, p95, most })}</p>
        )}
      </CountCard>
      <CountCard
        name="margins"
        of={balance.margins.reduce((sum, { rows }) => sum + rows, 0)}
        lines={balance.margins.map(({ from, to, rows }) => ({
          key: `${from}-${to}`,
          name: t('console-health.margin_range', { from, to }),
          rows,
        }))}
      />
      <CountCard name="kinds" of={health.rows} lines={useKindLines(health)} />
      <CountCard
        name="languages_card"
        of={health.rows}
        lines={languages.map(({ name, rows }) => ({
          key: name ?? '',
          name: name ?? t('console-health.language_unknown'),
          rows,
        }))}
      />
    </>
  );
}

function useKindLines({ balance, splits }: DatasetHealth): Line[] {
  const t = useT();
  return [
    ...balance.kinds.map(({ kind, rows }) => ({
      key: kind,
      name: t(`console-health.kind_${kind as RowKind}`),
      rows,
    })),
    ...splits.map(({ name, rows }) => ({
      key: `part-${name}`,
      name: t('console-health.part', { name }),
      rows,
    })),
    { key: 'kto-good', name: t('console-health.kto_good'), rows: balance.kto.good },
    { key: 'kto-bad', name: t('console-health.kto_bad'), rows: balance.kto.bad },
  ];
}

/** Cards whose way of counting needs words. */
const explained = {
  leads: 'labels_how',
  lengths: 'lengths_how',
  margins: 'margins_how',
  kinds: 'kinds_how',
  languages_card: 'languages_how',
} as const;

interface CountProps {
  name: keyof typeof explained;
  /** What the bars are shares of. */
  of: number;
  lines: readonly Line[];
  children?: ReactNode;
}

function CountCard({ name, of, lines, children }: CountProps) {
  const t = useT();
  const formats = useFormats();
  const title = t(`console-health.${name}`);
  if (lines.length === 0) return null;
  const shareOf = (rows: number): number => (of === 0 ? 0 : Math.min(1, rows / of));
  return (
    <ChartCard
      title={title}
      how={<p>{t(`console-health.${explained[name]}`)}</p>}
      csv={{ name: `health-${name}`, rows: [['name', 'rows'], ...lines.map(({ key, rows }) => [key, rows])] }}
      table={
        <Table<Line>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={lines}
          rowKey={({ key }) => key}
          columns={[
            { key: 'what', header: t('console-health.col_what'), rowHeader: true, cell: (line) => line.name },
            {
              key: 'rows',
              header: t('console-health.col_rows'),
              align: 'end',
              cell: (line) => formats.number(line.rows),
            },
            {
              key: 'share',
              header: t('console-health.col_share'),
              cell: (line) => (
                <>
                  {formats.percent(shareOf(line.rows))}
                  <span className={bars['bar']} aria-hidden="true">
                    <span style={{ width: `${100 * shareOf(line.rows)}%` }} />
                  </span>
                </>
              ),
            },
          ]}
        />
      }
    >
      {children}
    </ChartCard>
  );
}
