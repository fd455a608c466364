import type { CallOutput } from '@pairwright/contract/client';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';

type Splits = CallOutput<'previewRecipe'>['splits'];

/** Rows by the part they would be in; nothing without a split. */
export function SplitCounts({ splits }: { splits: Splits }) {
  const t = useT();
  const formats = useFormats();
  if (splits.length === 0) return null;
  return (
    <>
      <Table<Splits[number]>
        caption={t('console-datasets.split_table')}
        hideCaption
        compact
        rows={splits}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', header: t('console-datasets.col_part'), rowHeader: true, cell: ({ name }) => name },
          {
            key: 'rows',
            header: t('console-datasets.col_rows'),
            align: 'end',
            cell: ({ rows }) => formats.number(rows),
          },
        ]}
      />
      <p className="muted">{t('console-datasets.split_near')}</p>
    </>
  );
}
