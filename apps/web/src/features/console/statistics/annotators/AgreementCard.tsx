import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { DotPlot, type DotRow } from '../DotPlot.tsx';
import { type Annotator, measureRows, useMeasure } from './measures.ts';

/** Who agrees more or less than the others do on the same comparisons. */
export function AgreementCard({ annotators }: { annotators: readonly Annotator[] }) {
  const t = useT();
  const { number } = useMeasure();
  const known = annotators
    .filter(({ adjustedAgreement: { value } }) => value !== null)
    .sort((one, other) => (one.adjustedAgreement.value ?? 0) - (other.adjustedAgreement.value ?? 0));
  if (known.length === 0) return null;
  const dots = known.map(
    ({ annotatorId: key, name: label, adjustedAgreement: { value, low, high } }): DotRow => {
      const at = value ?? 0;
      return { key, label, at, from: low ?? at, to: high ?? at };
    },
  );
  const title = t('console-annotators.against_others');
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-annotators.adjusted_how')}</p>}
      csv={{
        name: 'agreement-with-others',
        rows: [
          ['annotator', 'difference', 'low', 'high', 'comparisons'],
          ...known.map(({ name, adjustedAgreement: { value, low, high, n } }) => [name, value, low, high, n]),
        ],
      }}
      chart={
        <DotPlot
          label={t('console-annotators.plot', { count: dots.length })}
          rows={dots}
          format={(value) => number('adjustedAgreement', value)}
        />
      }
      table={<Differences title={title} known={known} />}
    />
  );
}

function Differences({ title, known }: { title: string; known: readonly Annotator[] }) {
  const t = useT();
  const { estimate } = useMeasure();
  return (
    <Table<Annotator>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={known}
      rowKey={(row) => row.annotatorId}
      columns={[
        {
          key: 'name',
          header: t('console-annotators.name'),
          rowHeader: true,
          cell: (row) => <bdi dir="auto">{row.name}</bdi>,
        },
        {
          key: 'value',
          header: t('console-annotators.measure_adjustedAgreement'),
          align: 'end',
          cell: (row) => (
            <RowsLink rows={{ by: row.annotatorId, ...measureRows.adjustedAgreement }}>
              {estimate('adjustedAgreement', row.adjustedAgreement)}
            </RowsLink>
          ),
        },
      ]}
    />
  );
}
