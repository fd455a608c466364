import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { amountOf } from '../../my-work/time.ts';
import { Name } from '../shared/Name.tsx';
import { RowsLink } from '../shared/RowsLink.tsx';
import type { PayRow } from './pay-rows.ts';

/** A row for each person and rate; what a person is paid for leads to the comparisons. */
export function PayTable({ rows }: { rows: readonly PayRow[] }) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const names = new Map(rows.map(({ annotatorId, name }) => [annotatorId, name]));
  const isTwin = lookAlikesAmong([...names.values()]);
  const part = (of: 'accepted' | 'pending' | 'disputed') => ({
    key: of,
    header: t(`console-practice.pay_${of}`),
    align: 'end' as const,
    cell: (row: PayRow) => {
      const shown = t('console-practice.pay_amount', {
        count: formats.number(row[of]),
        amount: amountOf(row, row[of], locale),
      });
      return row[of] === 0 ? (
        shown
      ) : (
        <RowsLink rows={{ votes: 'paid', by: row.annotatorId }}>{shown}</RowsLink>
      );
    },
  });
  return (
    <Table<PayRow>
      caption={t('console-practice.pay_table')}
      hideCaption
      cards
      rows={rows}
      rowKey={(row) => `${row.annotatorId} ${row.currency} ${row.perJudgmentMicros}`}
      columns={[
        {
          key: 'name',
          header: t('console-people.col_name'),
          rowHeader: true,
          cell: (row) => <Name text={row.name} isTwin={isTwin(row.name)} id={row.annotatorId} />,
        },
        {
          key: 'rate',
          header: t('console-practice.rate'),
          align: 'end',
          cell: (row) => amountOf(row, 1, locale),
        },
        part('accepted'),
        part('pending'),
        part('disputed'),
      ]}
    />
  );
}
