import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { type Column, Table } from '../../../../ui/Table.tsx';
import shared from '../../shared/console.module.css';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import type { Cell } from '../to-csv.ts';

/** So many at first: the others a button away. */
const few = 20;

interface Hard {
  id: string;
  promptExcerpt: string;
}

interface Props<Row extends Hard> {
  projectId: string;
  title: string;
  how: ReactNode;
  csv: readonly (readonly Cell[])[];
  comparisons: readonly Row[];
  /** On how many of the shared comparisons people differ. */
  disputed: number;
  sharedBy: number;
  /** What stands beside the prompt. */
  columns: readonly Column<Row>[];
}

/** Comparisons on which people differ, the furthest apart first. */
export function HardestList<Row extends Hard>({ projectId, title, comparisons, ...list }: Props<Row>) {
  const t = useT();
  const [all, setAll] = useState(false);
  const prompt: Column<Row> = {
    key: 'prompt',
    header: t('console-quality.prompt'),
    rowHeader: true,
    cell: ({ id, promptExcerpt }) => (
      <Link href={paths.comparison(projectId, id)} className={shared['wideCell']}>
        <bdi dir="auto">{promptExcerpt}</bdi>
      </Link>
    ),
  };
  return (
    <ChartCard
      title={title}
      how={list.how}
      csv={{ name: 'hardest', rows: list.csv }}
      table={
        <Table<Row>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={all ? comparisons : comparisons.slice(0, few)}
          rowKey={({ id }) => id}
          columns={[prompt, ...list.columns]}
        />
      }
    >
      <p className="muted">
        <RowsLink rows={{ shared: 'differ' }}>
          {t('console-quality.disputed', { disputed: list.disputed, shared: list.sharedBy })}
        </RowsLink>
      </p>
      {comparisons.length <= few || all ? null : (
        <div>
          <Button onClick={() => setAll(true)}>
            {t('console-quality.show_all', { all: comparisons.length })}
          </Button>
        </div>
      )}
    </ChartCard>
  );
}
