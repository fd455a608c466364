import { Link } from 'wouter';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Table } from '../../../../ui/Table.tsx';
import shared from '../../shared/console.module.css';
import { ChartCard } from '../ChartCard.tsx';
import type { Agreement } from './QualityPage.tsx';

type Slowest = Agreement['slowest'];
type Slow = Slowest['comparisons'][number];

/** What takes people longest: where prompts are long, or the question is hard. */
export function SlowestCard({ projectId, slowest }: { projectId: string; slowest: Slowest }) {
  const t = useT();
  const formats = useFormats();
  const title = t('console-quality.slowest');
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-quality.slowest_how')}</p>}
      csv={{ name: 'slowest', rows: csvOf(slowest) }}
      table={
        <Table<Slow>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={slowest.comparisons.slice(0, 20)}
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
            {
              key: 'time',
              header: t('console-quality.slowest_time'),
              align: 'end',
              cell: ({ id, medianMs }) => (
                <Link href={paths.comparison(projectId, id)}>
                  {t('console-quality.slowest_seconds', {
                    seconds: formats.number(Math.round(medianMs / 1_000)),
                  })}
                </Link>
              ),
            },
            {
              key: 'votes',
              header: t('console-quality.votes'),
              align: 'end',
              cell: ({ id, votes }) => (
                <Link href={paths.comparison(projectId, id)}>{formats.number(votes)}</Link>
              ),
            },
          ]}
        />
      }
    />
  );
}

function csvOf({ comparisons }: Slowest) {
  return [
    ['comparison', 'prompt', 'votes', 'median_ms'],
    ...comparisons.map(({ id, promptExcerpt, votes, medianMs }) => [id, promptExcerpt, votes, medianMs]),
  ];
}
