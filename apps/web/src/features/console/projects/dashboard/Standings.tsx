import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Table } from '../../../../ui/Table.tsx';
import { Name } from '../../shared/Name.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { leastForShares } from './least.ts';
import type { Overview } from './use-dashboard.ts';

type Standing = Overview['models'][number];

const counts = [
  ['wins', 'won'],
  ['losses', 'lost'],
  ['ties', 'tied'],
] as const;

/** What each model won. */
export function Standings({ overview }: { overview: Overview }) {
  const t = useT();
  const formats = useFormats();
  const rate = (row: Standing): number =>
    (row.wins + row.ties / 2) / Math.max(1, row.wins + row.losses + row.ties);
  const decided = (row: Standing): number => row.wins + row.losses + row.ties;
  const isTwin = lookAlikesAmong(overview.models.map(({ model }) => model));
  return (
    <Card title={t('console-projects.models')}>
      {overview.models.length === 0 ? (
        <p className="muted">{t('console-projects.no_models')}</p>
      ) : (
        <>
          <p className="muted">{t('console-projects.models_why')}</p>
          <Table<Standing>
            caption={t('console-projects.models_table')}
            hideCaption
            compact
            rows={[...overview.models].sort(
              (one, other) => rate(other) - rate(one) || one.model.localeCompare(other.model),
            )}
            rowKey={(row) => row.model}
            columns={[
              {
                key: 'model',
                header: t('console-projects.col_model'),
                rowHeader: true,
                cell: (row) => <Name text={row.model} isTwin={isTwin(row.model)} />,
              },
              ...counts.map(([key, result]) => ({
                key,
                header: t(`console-projects.col_${key}`),
                align: 'end' as const,
                cell: (row: Standing) => (
                  <RowsLink rows={{ model: row.model, result }}>{formats.number(row[key])}</RowsLink>
                ),
              })),
              {
                key: 'rate',
                header: t('console-projects.col_rate'),
                align: 'end',
                cell: (row) =>
                  decided(row) < leastForShares ? (
                    '–'
                  ) : (
                    <RowsLink rows={{ model: row.model }}>{formats.percent(rate(row))}</RowsLink>
                  ),
              },
            ]}
          />
        </>
      )}
    </Card>
  );
}
