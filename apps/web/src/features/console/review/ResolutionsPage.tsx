import type { CallOutput } from '@pairwright/contract/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { LabelFilters } from './LabelFilters.tsx';
import { labelQuery, useLabelFilters } from './label-filters.ts';
import { labelWords } from './question-words.ts';

type Listed = CallOutput<'listResolutions'>['items'][number];

/** The labels of a project, each with its comparison. */
export default function ResolutionsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  return (
    <ProjectFrame projectId={projectId} title={t('console-review.list')}>
      <Labels projectId={projectId} />
    </ProjectFrame>
  );
}

function Labels({ projectId }: { projectId: string }) {
  const t = useT();
  const filters = useLabelFilters();
  const list = useInfiniteQuery({
    ...readPages('listResolutions', { params: { projectId }, query: labelQuery(filters.chosen) }),
    refetchOnMount: 'always',
  });
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <LabelFilters projectId={projectId} filters={filters} counts={first?.counts ?? null} />
      {first?.pending === true ? <Banner>{t('console-review.list_pending')}</Banner> : null}
      {list.error !== null && rows.length === 0 ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton lines={8} />
      ) : rows.length === 0 ? (
        <Nothing onAll={filters.narrowed ? filters.clear : null} />
      ) : (
        <>
          <Rows projectId={projectId} rows={rows} />
          <LoadMore label={t('console-review.list_pages')} shown={rows.length} list={list} />
        </>
      )}
    </>
  );
}

function Nothing({ onAll }: { onAll: (() => void) | null }) {
  const t = useT();
  if (onAll === null)
    return <EmptyState title={t('console-review.list_none')}>{t('console-review.list_none_why')}</EmptyState>;
  return (
    <EmptyState
      title={t('console-review.list_none_such')}
      action={
        <button type="button" className={buttonClass()} onClick={onAll}>
          {t('console-review.list_all')}
        </button>
      }
    />
  );
}

function Rows({ projectId, rows }: { projectId: string; rows: readonly Listed[] }) {
  const t = useT();
  const formats = useFormats();
  const speaker = useSpeaker();
  return (
    <Table<Listed>
      caption={t('console-review.list')}
      hideCaption
      cards
      rows={rows}
      rowKey={(row) => row.comparisonId}
      columns={[
        {
          key: 'comparison',
          header: t('console-review.col_comparison'),
          rowHeader: true,
          cell: (row) => (
            <Link href={paths.comparison(projectId, row.comparisonId)} className={styles['wideCell']}>
              <bdi dir="auto">{row.promptExcerpt}</bdi>
            </Link>
          ),
        },
        {
          key: 'label',
          header: t('console-review.col_label'),
          cell: (row) =>
            row.reason === null ? labelWords(row, row, speaker) : t(`console-review.reason_${row.reason}`),
        },
        {
          key: 'method',
          header: t('console-review.method'),
          cell: (row) => (row.method === null ? '–' : t(`console-review.method_${row.method}`)),
        },
        {
          key: 'votes',
          header: t('console-review.votes_used'),
          align: 'end',
          cell: (row) => formats.number(row.votesUsed),
        },
        {
          key: 'agreement',
          header: t('console-review.agreement'),
          align: 'end',
          cell: (row) => (row.agreement === null ? '–' : formats.percent(row.agreement)),
        },
        {
          key: 'disagreement',
          header: t('console-review.disagreement'),
          align: 'end',
          cell: (row) => formats.percent(row.disagreement),
        },
      ]}
    />
  );
}
