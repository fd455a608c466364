import type { UnitCounts } from '@pairwright/contract/datasets';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { kindLines } from './recipe.ts';

/** What the rows come from; nothing where all are pairs. */
export function KindTable({ kinds }: { kinds: UnitCounts }) {
  const t = useT();
  const formats = useFormats();
  const lines = kindLines(kinds);
  if (lines.length === 0) return null;
  return (
    <Table<(typeof lines)[number]>
      caption={t('console-datasets.kinds')}
      compact
      rows={lines}
      rowKey={(line) => line.kind}
      columns={[
        {
          key: 'kind',
          header: t('console-datasets.col_kind'),
          rowHeader: true,
          cell: (line) => t(`console-datasets.kind_${line.kind}`),
        },
        {
          key: 'units',
          header: t('console-datasets.col_units'),
          align: 'end',
          cell: (line) => formats.number(line.units),
        },
        {
          key: 'rows',
          header: t('console-datasets.col_rows'),
          align: 'end',
          cell: (line) => formats.number(line.rows),
        },
      ]}
    />
  );
}
