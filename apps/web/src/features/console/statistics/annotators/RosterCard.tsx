import { useRef } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Badge } from '../../../../ui/Badge.tsx';
import { type Column, Table } from '../../../../ui/Table.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { csvOf } from './csv.ts';
import { type Annotator, type Measure, useMeasure } from './measures.ts';
import { useRowKeys } from './use-row-keys.ts';

const shown: readonly Measure[] = [
  'goldAccuracy',
  'agreement',
  'adjustedAgreement',
  'selfConsistency',
  'leftShare',
  'relativeSpeed',
  'skipRate',
];

interface Props {
  projectId: string;
  annotators: readonly Annotator[];
  /** How many there are without any filter. */
  all: number;
}

/** Everybody with the numbers that tell most; J, K and Enter go through the rows. */
export function RosterCard({ projectId, annotators, all }: Props) {
  const t = useT();
  const rows = useRef<HTMLDivElement>(null);
  useRowKeys(rows);
  return (
    <div ref={rows}>
      <ChartCard
        title={t('console-annotators.roster')}
        how={<p>{t('console-annotators.how')}</p>}
        csv={{ name: 'annotators', rows: csvOf(annotators) }}
        table={<Rows projectId={projectId} annotators={annotators} />}
      >
        <p className="muted">
          {t('console-annotators.shown', { shown: annotators.length, all })} {t('console-annotators.keys')}
        </p>
      </ChartCard>
    </div>
  );
}

function Rows({ projectId, annotators }: Omit<Props, 'all'>) {
  const t = useT();
  const formats = useFormats();
  const { estimate } = useMeasure();
  const columns: Column<Annotator>[] = [
    {
      key: 'name',
      header: t('console-annotators.name'),
      rowHeader: true,
      cell: (row) => (
        <Link href={paths.annotator(projectId, row.annotatorId)}>
          <bdi dir="auto">{row.name}</bdi>
        </Link>
      ),
    },
    {
      key: 'alerts',
      header: t('console-annotators.alerts'),
      cell: (row) =>
        row.alerts.length === 0 ? null : (
          <Badge tone="warn">{t('console-annotators.alerts_count', { count: row.alerts.length })}</Badge>
        ),
    },
    {
      key: 'votes',
      header: t('console-annotators.votes'),
      align: 'end',
      cell: (row) => formats.number(row.votes),
    },
    ...shown.map((measure): Column<Annotator> => ({
      key: measure,
      header: t(`console-annotators.measure_${measure}`),
      align: 'end',
      cell: (row) => {
        const of = row[measure];
        // That there is nothing is no news in every other cell: n says so.
        return t('console-annotators.with_n', { value: of.n === 0 ? '–' : estimate(measure, of), n: of.n });
      },
    })),
    {
      key: 'active',
      header: t('console-annotators.last_active'),
      cell: (row) => (row.lastActive === null ? '–' : formats.date(row.lastActive)),
    },
  ];
  return (
    <Table<Annotator>
      caption={t('console-statistics.table_of', { title: t('console-annotators.roster') })}
      hideCaption
      compact
      rows={annotators}
      rowKey={(row) => row.annotatorId}
      columns={columns}
    />
  );
}
