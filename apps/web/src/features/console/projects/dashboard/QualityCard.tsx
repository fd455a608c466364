import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { ChartCard } from '../../statistics/ChartCard.tsx';
import { useEstimate } from '../../statistics/use-estimate.ts';
import type { Dashboard, Overview } from './use-dashboard.ts';

const names = ['agreement', 'leftShare', 'tieRate', 'bothBadRate', 'cannotJudgeRate', 'skipRate'] as const;

interface Row {
  name: (typeof names)[number];
  estimate: Estimate;
}

/** Agreement, sides and rates, each with its interval and what it was made from. */
export function QualityCard({ dashboard, overview }: { dashboard: Dashboard; overview: Overview }) {
  const t = useT();
  const formats = useFormats();
  const { estimate } = useEstimate('percent');
  const rows = names.map((name): Row => ({
    name,
    estimate: name === 'skipRate' ? dashboard.skipRate : overview[name],
  }));
  return (
    <ChartCard
      title={t('console-overview.quality')}
      how={<p>{t('console-overview.quality_how')}</p>}
      csv={{
        name: 'overview',
        rows: [
          ['measure', 'value', 'low', 'high', 'n', 'not_defined'],
          ...rows.map(({ name, estimate: { value, low, high, n, reason } }) => [
            name,
            value,
            low,
            high,
            n,
            reason,
          ]),
        ],
      }}
      table={
        <Table<Row>
          caption={t('console-statistics.table_of', { title: t('console-overview.quality') })}
          hideCaption
          compact
          rows={rows}
          rowKey={({ name }) => name}
          columns={[
            {
              key: 'name',
              header: t('console-overview.measure'),
              rowHeader: true,
              cell: ({ name }) => t(`console-overview.measure_${name}`),
            },
            {
              key: 'value',
              header: t('console-overview.value'),
              align: 'end',
              cell: (row) => estimate(row.estimate),
            },
            { key: 'n', header: 'n', align: 'end', cell: (row) => formats.number(row.estimate.n) },
          ]}
        />
      }
    />
  );
}
