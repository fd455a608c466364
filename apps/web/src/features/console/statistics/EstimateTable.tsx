import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { RowsLink } from '../shared/RowsLink.tsx';
import type { IntervalRow } from './IntervalRows.tsx';
import type { Cell } from './to-csv.ts';
import { useFigure } from './use-figure.ts';

interface Props {
  /** Of the card it is in. */
  title: string;
  rows: readonly IntervalRow[];
  /** What the rows are. */
  nameHeader: string;
  /** What n counts. */
  nHeader: string;
  format?: 'decimal' | 'percent';
}

/** The same numbers as `IntervalRows`, with what each was made from. */
export function EstimateTable({ title, rows, nameHeader, nHeader, format = 'decimal' }: Props) {
  const t = useT();
  const formats = useFormats();
  const figure = useFigure(format);
  return (
    <Table<IntervalRow>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { key: 'name', header: nameHeader, rowHeader: true, cell: ({ name }) => name },
        {
          key: 'value',
          header: t('console-statistics.value'),
          align: 'end',
          cell: ({ estimate, rows: behind }) => <RowsLink rows={behind}>{figure(estimate)}</RowsLink>,
        },
        {
          key: 'n',
          header: nHeader,
          align: 'end',
          cell: ({ estimate, rows: behind }) => (
            <RowsLink rows={behind}>{formats.number(estimate.n)}</RowsLink>
          ),
        },
      ]}
    />
  );
}

/** For the download: nothing is rounded or left out for being little. */
export function estimateCells(rows: readonly IntervalRow[]): Cell[][] {
  return [
    ['name', 'value', 'low', 'high', 'n', 'reason'],
    ...rows.map(({ key, estimate: { value, low, high, n, reason } }) => [key, value, low, high, n, reason]),
  ];
}
