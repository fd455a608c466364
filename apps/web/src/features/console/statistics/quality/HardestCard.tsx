import { useState } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Table } from '../../../../ui/Table.tsx';
import shared from '../../shared/console.module.css';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useEstimate } from '../use-estimate.ts';
import type { Agreement } from './QualityPage.tsx';

type Hard = Agreement['hardest']['comparisons'][number];

/** So many at first: the others a button away. */
const few = 20;

/** What people disagree about most: where guidelines or the question may be unclear. */
export function HardestCard({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const { number } = useEstimate();
  const [all, setAll] = useState(false);
  const { comparisons, disputed } = said.hardest;
  return (
    <ChartCard
      title={t('console-quality.hardest')}
      how={<p>{t('console-quality.hardest_how', { max: number(Math.LN2) })}</p>}
      csv={{ name: 'hardest', rows: csvOf(said) }}
      table={
        <HardTable
          projectId={projectId}
          labels={said.direction.labels}
          rows={all ? comparisons : comparisons.slice(0, few)}
        />
      }
    >
      <p className="muted">
        <RowsLink rows={{ shared: 'differ' }}>
          {t('console-quality.disputed', { disputed, shared: said.shared })}
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

interface TableProps {
  projectId: string;
  labels: Agreement['direction']['labels'];
  rows: readonly Hard[];
}

function HardTable({ projectId, labels, rows }: TableProps) {
  const t = useT();
  const formats = useFormats();
  const { number } = useEstimate();
  const votesOf = ({ votes }: Hard): string =>
    formats.list(
      labels.flatMap((label, at) =>
        votes[at] === 0
          ? []
          : [
              t('console-quality.votes_for', {
                votes: votes[at]!,
                label: t(`console-quality.label_${label}`),
              }),
            ],
      ),
    );
  return (
    <Table<Hard>
      caption={t('console-statistics.table_of', { title: t('console-quality.hardest') })}
      hideCaption
      compact
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
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
        { key: 'votes', header: t('console-quality.votes'), cell: votesOf },
        {
          key: 'entropy',
          header: t('console-quality.entropy'),
          align: 'end',
          cell: ({ entropy }) => number(entropy),
        },
        {
          key: 'spread',
          header: t('console-quality.spread'),
          align: 'end',
          cell: ({ spread }) => (spread === null ? '–' : formats.number(spread)),
        },
      ]}
    />
  );
}

function csvOf({ hardest, direction }: Agreement) {
  return [
    ['comparison', 'prompt', ...direction.labels, 'entropy', 'spread'],
    ...hardest.comparisons.map(({ id, promptExcerpt, votes, entropy, spread }) => [
      id,
      promptExcerpt,
      ...votes,
      entropy,
      spread,
    ]),
  ];
}
