import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import styles from './datasets.module.css';
import { waterfall } from './recipe.ts';

interface Props {
  comparisons: number;
  drops: NonNullable<DatasetVersion['drops']>;
  rows: number;
}

interface Line {
  key: string;
  what: string;
  change: string;
  left: number;
}

/** From all comparisons down to the rows: how many were dropped, and why. */
export function Waterfall({ comparisons, drops, rows }: Props) {
  const t = useT();
  const formats = useFormats();
  const lines: Line[] = [
    { key: 'all', what: t('console-datasets.all_comparisons'), change: '', left: comparisons },
    ...waterfall(comparisons, drops).map((step) => ({
      key: step.reason,
      what: t(`console-datasets.reason_${step.reason}`),
      change: `−${formats.number(step.dropped)}`,
      left: step.left,
    })),
    { key: 'rows', what: t('console-datasets.rows_kept'), change: '', left: rows },
  ];
  return (
    <Table<Line>
      caption={t('console-datasets.waterfall')}
      hideCaption
      compact
      rows={lines}
      rowKey={(line) => line.key}
      columns={[
        { key: 'what', header: t('console-datasets.col_step'), rowHeader: true, cell: (line) => line.what },
        {
          key: 'change',
          header: t('console-datasets.col_dropped'),
          align: 'end',
          cell: (line) => line.change,
        },
        {
          key: 'left',
          header: t('console-datasets.col_left'),
          align: 'end',
          cell: (line) => formats.number(line.left),
        },
        {
          key: 'bar',
          header: t('console-datasets.col_share'),
          cell: (line) => (
            <span className={styles['bar']}>
              <span style={{ width: `${comparisons === 0 ? 0 : (line.left / comparisons) * 100}%` }} />
            </span>
          ),
        },
      ]}
    />
  );
}
