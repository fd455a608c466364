import { useState } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { type Column, Table } from '../../../../ui/Table.tsx';
import shared from '../../shared/console.module.css';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import type { Scale } from './ScaleCards.tsx';

type Hard = Scale['hardest']['comparisons'][number];

/** So many at first: the others a button away. */
const few = 20;

interface Props {
  projectId: string;
  title: string;
  scale: Scale;
}

/** What people are furthest apart on. */
export function ScaleHardestCard({ projectId, title, scale }: Props) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { comparisons, disputed } = scale.hardest;
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-quality.scale_hardest_how')}</p>}
      csv={{ name: 'hardest', rows: csvOf(scale) }}
      table={
        <HardTable
          projectId={projectId}
          title={title}
          scale={scale}
          rows={all ? comparisons : comparisons.slice(0, few)}
        />
      }
    >
      <p className="muted">
        <RowsLink rows={{ shared: 'differ' }}>
          {t('console-quality.disputed', { disputed, shared: scale.shared })}
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

function HardTable({ projectId, title, scale, rows }: Props & { rows: readonly Hard[] }) {
  const t = useT();
  const formats = useFormats();
  const columns: Column<Hard>[] = [
    {
      key: 'prompt',
      header: t('console-quality.prompt'),
      rowHeader: true,
      cell: ({ id, promptExcerpt }) => (
        <Link href={paths.comparison(projectId, id)} className={shared['wideCell']}>
          <bdi dir="auto">{promptExcerpt}</bdi>
        </Link>
      ),
    },
    {
      key: 'apart',
      header: t('console-quality.apart'),
      align: 'end',
      cell: ({ apart }) => formats.percent(apart),
    },
    {
      key: 'votes',
      header: t('console-quality.judgments'),
      align: 'end',
      cell: ({ votes }) => formats.number(votes),
    },
  ];
  const spread: Column<Hard> = {
    key: 'spread',
    header: t('console-quality.spread_of_values'),
    align: 'end',
    cell: (row) => (row.spread === null ? '–' : formats.number(row.spread)),
  };
  return (
    <Table<Hard>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={rows}
      rowKey={({ id }) => id}
      columns={scale.what === 'rating' ? [...columns, spread] : columns}
    />
  );
}

function csvOf({ hardest }: Scale) {
  return [
    ['comparison', 'prompt', 'apart', 'judgments', 'spread'],
    ...hardest.comparisons.map(({ id, promptExcerpt, apart, votes, spread }) => [
      id,
      promptExcerpt,
      apart,
      votes,
      spread,
    ]),
  ];
}
