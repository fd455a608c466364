import type { CallOutput } from '@pairwright/contract/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../../api/ProblemState.tsx';
import { readPages } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Card } from '../../../../ui/Card.tsx';
import { LoadMore } from '../../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../../ui/Skeleton.tsx';
import { type Column, Table } from '../../../../ui/Table.tsx';
import styles from '../../shared/console.module.css';

type Vote = CallOutput<'listAnnotatorVotes'>['items'][number];

/** What this annotator decided, newest first, each with its comparison. */
export function VotesCard({ projectId, annotatorId }: { projectId: string; annotatorId: string }) {
  const t = useT();
  const list = useInfiniteQuery(
    readPages('listAnnotatorVotes', { params: { projectId, annotatorId }, query: { limit: 20 } }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Card title={t('console-annotators.sample')}>
      {list.isPending ? <Skeleton lines={6} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <p className="muted">{t('console-annotators.no_votes')}</p>
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <Votes projectId={projectId} rows={rows} />
          <LoadMore label={t('console-annotators.sample_pages')} shown={rows.length} list={list} />
        </>
      )}
    </Card>
  );
}

function Votes({ projectId, rows }: { projectId: string; rows: readonly Vote[] }) {
  const t = useT();
  const formats = useFormats();
  const columns: Column<Vote>[] = [
    {
      key: 'prompt',
      header: t('console-projects.col_prompt'),
      rowHeader: true,
      cell: (row) => (
        <Link href={paths.comparison(projectId, row.comparisonId)} className={styles['wideCell']}>
          <bdi dir="auto">{row.promptExcerpt}</bdi>
        </Link>
      ),
    },
    {
      key: 'kind',
      header: t('console-annotators.kind'),
      cell: (row) => t(`console-annotators.kind_${row.kind}`),
    },
    { key: 'answer', header: t('console-projects.col_answer'), cell: (row) => answerOf(row, t) },
    {
      key: 'time',
      header: t('console-annotators.seconds'),
      align: 'end',
      cell: (row) => (row.activeMs === null ? '–' : formats.number(Math.round(row.activeMs / 1000))),
    },
    { key: 'when', header: t('console-projects.col_judged'), cell: (row) => formats.dateTime(row.createdAt) },
  ];
  return (
    <Table<Vote>
      caption={t('console-statistics.table_of', { title: t('console-annotators.sample') })}
      hideCaption
      compact
      rows={rows}
      rowKey={(row) => row.judgmentId}
      columns={columns}
    />
  );
}

/** A preference by the side it was for, as the annotator saw it. */
function answerOf({ outcome, strength, firstShown }: Vote, t: Translate): string {
  switch (outcome) {
    case 'preference':
      return t(
        (strength ?? 0) < 0 === (firstShown === 0) ? 'console-annotators.left' : 'console-annotators.right',
      );
    case 'tie':
    case 'both_bad':
    case 'cannot_judge':
      return t(`console-projects.outcome_${outcome}`);
    default:
      return t(`console-question.outcome_${outcome}`);
  }
}
