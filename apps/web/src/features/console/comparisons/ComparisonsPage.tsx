import type { ComparisonSummary } from '@pairwright/contract/browse';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ReactNode } from 'react';
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
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { Names } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { fromList, isNarrowed, type ListQuery, listQuery, withFilter } from './comparison-list.ts';
import { ComparisonFilters } from './ComparisonFilters.tsx';
import { ListKeys } from './ListKeys.tsx';
import { OpenFlags } from './OpenFlags.tsx';
import { useLanguageText } from './use-language-text.ts';
import { readRows, useRowsWords } from './vote-rows.ts';

export default function ComparisonsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const [search, setSearch] = useSearchParams();
  const query = listQuery(search);
  const said = useRowsWords(readRows(search));
  const place = useRef<HTMLDivElement>(null);
  const all = () => setSearch({}, { replace: true });
  return (
    <ProjectFrame
      projectId={projectId}
      title={t('console-projects.comparisons')}
      aside={<ListKeys inside={place} />}
    >
      <div ref={place} className={styles['steps']}>
        <ComparisonFilters
          projectId={projectId}
          query={query}
          onChoose={(name, value) => setSearch(withFilter(search, name, value), { replace: true })}
          onAll={all}
        />
        {query.progress === 'stuck' ? <p className="muted">{t('console-projects.stuck_why')}</p> : null}
        {query.progress === 'unfit' ? <p className="muted">{t('console-question.unfit_why')}</p> : null}
        {query.disputed === undefined ? null : <Only onAll={all}>{t('console-projects.disputed')}</Only>}
        {said === null ? null : <Only onAll={all}>{said}</Only>}
        {query.progress === 'reported' ? <OpenFlags projectId={projectId} /> : null}
        <List projectId={projectId} query={query} search={search} onAll={all} />
      </div>
    </ProjectFrame>
  );
}

/** Says which comparisons these are, with the way to all of them. */
function Only({ children, onAll }: { children: ReactNode; onAll: () => void }) {
  const t = useT();
  return (
    <Banner
      action={
        <button type="button" className={buttonClass()} onClick={onAll}>
          {t('console-projects.progress_all')}
        </button>
      }
    >
      {children}
    </Banner>
  );
}

interface ListProps {
  projectId: string;
  query: ListQuery;
  /** The address of the list, which each comparison is opened with. */
  search: URLSearchParams;
  onAll: () => void;
}

function List({ projectId, query, search, onAll }: ListProps) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listComparisons', { params: { projectId }, query }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  // A search stops after so many prompts and goes on from there when it is asked to.
  const looked = list.data?.pages.reduce((sum, page) => sum + (page.looked ?? 0), 0) ?? 0;
  const stopped = list.data?.pages.at(-1)?.looked !== null && looked > 0;
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  if (rows.length === 0 && !stopped)
    return <Nothing projectId={projectId} filtered={isNarrowed(query)} onAll={onAll} />;
  return (
    <>
      {stopped ? <Banner>{t('console-projects.search_stopped', { count: looked })}</Banner> : null}
      {rows.length === 0 ? null : <Rows projectId={projectId} rows={rows} search={search} />}
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

interface RowsProps {
  projectId: string;
  rows: readonly ComparisonSummary[];
  search: URLSearchParams;
}

function Rows({ projectId, rows, search }: RowsProps) {
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
            <Link href={fromList(paths.comparison(projectId, row.id), search)} className={styles['wideCell']}>
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
