import type { QuestionForm } from '@pairwright/contract/question-form';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { type Rows, RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../../statistics/ChartCard.tsx';
import { estimateCells } from '../../statistics/EstimateTable.tsx';
import type { IntervalRow } from '../../statistics/IntervalRows.tsx';
import { useAlphaRows } from '../../statistics/quality/use-alpha-rows.ts';
import { useEstimate } from '../../statistics/use-estimate.ts';
import { useStatistics } from '../../statistics/use-statistics.ts';
import type { Dashboard, Overview } from './use-dashboard.ts';

const rowsOf = {
  agreement: { shared: 'any' },
  leftShare: { side: 'left' },
  tieRate: { outcome: 'tie' },
  bothBadRate: { outcome: 'both_bad' },
  cannotJudgeRate: { outcome: 'cannot_judge' },
  skipRate: { votes: 'skipped' },
} as const satisfies Record<string, Rows>;
const names = Object.keys(rowsOf) as (keyof typeof rowsOf)[];

interface Props {
  projectId: string;
  form: QuestionForm;
  dashboard: Dashboard;
  overview: Overview;
}

/** Agreement, sides and rates, each with its interval and what it was made from. */
export function QualityCard({ projectId, form, dashboard, overview }: Props) {
  const t = useT();
  const formats = useFormats();
  const share = useEstimate('percent');
  const decimal = useEstimate();
  // As the page of quality has it, so that both tell the same number.
  const agreement = useStatistics({ projectId, kind: 'agreement', options: { bothBad: 'own_label' } });
  const alphas = useAlphaRows(projectId, form);
  const said = agreement.query.data?.result ?? null;
  const shares = names.map((name): IntervalRow => ({
    key: name,
    name: t(`console-overview.measure_${name}`),
    estimate: name === 'skipRate' ? dashboard.skipRate : overview[name],
    rows: rowsOf[name],
  }));
  const beyondChance = said === null ? [] : alphas(said);
  const rows = [...shares.slice(0, 1), ...beyondChance, ...shares.slice(1)];
  const written = (row: IntervalRow): string =>
    (beyondChance.includes(row) ? decimal : share).estimate(row.estimate);
  return (
    <ChartCard
      title={t('console-overview.quality')}
      how={
        <>
          <p>{t('console-overview.quality_how')}</p>
          <p>{t('console-overview.quality_how_alpha')}</p>
        </>
      }
      csv={{ name: 'overview', rows: estimateCells(rows) }}
      table={
        <Table<IntervalRow>
          caption={t('console-statistics.table_of', { title: t('console-overview.quality') })}
          hideCaption
          compact
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'name',
              header: t('console-overview.measure'),
              rowHeader: true,
              cell: ({ name }) => name,
            },
            {
              key: 'value',
              header: t('console-overview.value'),
              align: 'end',
              cell: (row) => <RowsLink rows={row.rows}>{written(row)}</RowsLink>,
            },
            {
              key: 'n',
              header: 'n',
              align: 'end',
              cell: (row) => <RowsLink rows={row.rows}>{formats.number(row.estimate.n)}</RowsLink>,
            },
          ]}
        />
      }
    />
  );
}
