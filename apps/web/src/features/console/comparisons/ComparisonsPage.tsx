import type { ComparisonSummary } from '@pairwright/contract/browse';
import type { VoteRows } from '@pairwright/contract/vote-rows';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { Names } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { OpenFlags } from './OpenFlags.tsx';
import { useLanguageText } from './use-language-text.ts';
import { readRows, useRowsWords } from './vote-rows.ts';

const filters = [
  'all',
  'open',
  'stuck',
  'complete',
  'leased',
  'flagged',
  'reported',
  'skipped',
  'unfit',
  'exported',
  'withdrawn',
] as const;
type Filter = (typeof filters)[number];

export default function ComparisonsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const [search, setSearch] = useSearchParams();
  const filter = filters.find((known) => known === search.get('progress')) ?? 'all';
  const disputed = search.get('disputed') ?? undefined;
  const rows = readRows(search);
  const said = useRowsWords(rows);
  const choose = (value: Filter) => setSearch(value === 'all' ? {} : { progress: value }, { replace: true });
  const select = (
    <Select
      label={t('console-projects.comparison_filter')}
      hideLabel
      value={filter}
      options={filters.map((value) => ({
        value,
        label: t(
          value === 'unfit' ? 'console-question.progress_unfit' : `console-projects.progress_${value}`,
        ),
      }))}
      onChange={choose}
    />
  );
  return (
    <ProjectFrame projectId={projectId} title={t('console-projects.comparisons')} aside={select}>
      {filter === 'stuck' ? <p className="muted">{t('console-projects.stuck_why')}</p> : null}
      {filter === 'unfit' ? <p className="muted">{t('console-question.unfit_why')}</p> : null}
      {disputed === undefined ? null : (
        <Banner
          action={
            <button type="button" className={buttonClass()} onClick={() => choose('all')}>
              {t('console-projects.progress_all')}
            </button>
          }
        >
          {t('console-projects.disputed')}
        </Banner>
      )}
      {said === null ? null : (
        <Banner
          action={
            <button type="button" className={buttonClass()} onClick={() => choose('all')}>
              {t('console-projects.progress_all')}
            </button>
          }
        >
          {said}
        </Banner>
      )}
      {filter === 'reported' ? <OpenFlags projectId={projectId} /> : null}
      <List
        projectId={projectId}
        filter={filter}
        disputed={disputed}
        rows={rows}
        onAll={() => choose('all')}
      />
    </ProjectFrame>
  );
}

interface ListProps {
  projectId: string;
  filter: Filter;
  /** Two annotators, separated by a comma. */
  disputed: string | undefined;
  /** By their votes. */
  rows: VoteRows;
  onAll: () => void;
}

function List({ projectId, filter, disputed, rows: ofVotes, onAll }: ListProps) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listComparisons', {
      params: { projectId },
      query: { progress: filter, disputed, ...ofVotes },
    }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  if (rows.length === 0)
    return (
      <Nothing
        projectId={projectId}
        filtered={filter !== 'all' || disputed !== undefined || Object.keys(ofVotes).length > 0}
        onAll={onAll}
      />
    );
  return (
    <>
      <Rows projectId={projectId} rows={rows} />
      <LoadMore label={t('console-projects.comparison_pages')} shown={rows.length} list={list} />
    </>
  );
}

function Nothing({
  projectId,
  filtered,
  onAll,
}: {
  projectId: string;
  filtered: boolean;
  onAll: () => void;
}) {
  const t = useT();
  const me = useMe();
  if (filtered) {
    return (
      <EmptyState
        title={t('console-projects.comparisons_none_such')}
        action={
          <button type="button" className={buttonClass()} onClick={onAll}>
            {t('console-projects.progress_all')}
          </button>
        }
      />
    );
  }
  const action = may(me, projectId, 'import') ? (
    <Link href={paths.imports(projectId)} className={buttonClass('primary')}>
      {t('console-projects.import_first')}
    </Link>
  ) : undefined;
  return (
    <EmptyState title={t('console-projects.comparisons_none')} action={action}>
      {t('console-projects.comparisons_none_why')}
    </EmptyState>
  );
}

function Rows({ projectId, rows }: { projectId: string; rows: readonly ComparisonSummary[] }) {
  const t = useT();
  const formats = useFormats();
  const isTwin = lookAlikesOfKinds(rows.flatMap(({ models }) => models));
  const languageText = useLanguageText();
  return (
    <Table<ComparisonSummary>
      caption={t('console-projects.comparisons')}
      hideCaption
      cards
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'prompt',
          header: t('console-projects.col_prompt'),
          rowHeader: true,
          cell: (row) => (
            <Link href={paths.comparison(projectId, row.id)} className={styles['wideCell']}>
              <bdi dir="auto">{row.promptExcerpt}</bdi>
            </Link>
          ),
        },
        {
          key: 'models',
          header: t('console-projects.col_models'),
          cell: (row) => <Names texts={row.models} isTwin={isTwin} />,
        },
        { key: 'language', header: t('console-projects.col_language'), cell: languageText },
        {
          key: 'judged',
          header: t('console-projects.col_progress'),
          align: 'end',
          cell: (row) => t('console-projects.judged_of', { judged: row.judged, target: row.targetJudgments }),
        },
        {
          key: 'leased',
          header: t('console-projects.col_leased'),
          align: 'end',
          cell: (row) => formats.number(row.leased),
        },
        {
          key: 'skips',
          header: t('console-projects.col_skips'),
          align: 'end',
          cell: (row) => formats.number(row.skipped),
        },
        {
          key: 'flags',
          header: t('console-projects.col_flags'),
          align: 'end',
          cell: (row) => formats.number(row.flagged),
        },
      ]}
    />
  );
}
