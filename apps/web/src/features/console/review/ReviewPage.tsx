import type { QueueFilter, QueueItem } from '@pairwright/contract/review';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { may } from '../access.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { CaseView } from './CaseView.tsx';
import { DisputesCard } from './DisputesCard.tsx';
import own from './review.module.css';
import { ReviewSettingsCard } from './ReviewSettingsCard.tsx';

const filters = ['open', 'contradicting', 'cannot_judge', 'second', 'decided'] as const;

export default function ReviewPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const me = useMe();
  const projectId = params['projectId'] ?? '';
  const [search, setSearch] = useSearchParams();
  const show = filters.find((known) => known === search.get('show')) ?? 'open';
  const select = (
    <Select
      label={t('console-review.filter')}
      hideLabel
      value={show}
      options={filters.map((value) => ({ value, label: t(`console-review.show_${value}`) }))}
      onChange={(value) => setSearch(value === 'open' ? {} : { show: value }, { replace: true })}
    />
  );
  return (
    <ProjectFrame projectId={projectId} title={t('console-review.review')} aside={select}>
      <Desk key={show} projectId={projectId} show={show} />
      <DisputesCard projectId={projectId} />
      {may(me, projectId, 'manage') ? <ReviewSettingsCard projectId={projectId} /> : null}
    </ProjectFrame>
  );
}

/** The list and the comparison at hand, which stays at hand although it leaves the list once it is decided. */
function Desk({ projectId, show }: { projectId: string; show: QueueFilter }) {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const list = useInfiniteQuery({
    ...readPages('listReviewQueue', { params: { projectId }, query: { show } }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const at = search.get('case') ?? rows[0]?.comparisonId ?? null;
  const go = (comparisonId: string) =>
    setSearch({ ...(show === 'open' ? {} : { show }), case: comparisonId }, { replace: true });
  const step = (by: 1 | -1) => {
    const index = rows.findIndex((row) => row.comparisonId === at);
    const next = index < 0 ? rows[0] : rows[index + by];
    if (next !== undefined) go(next.comparisonId);
  };
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  const summary = list.data?.pages[0]?.summary;
  return (
    <>
      <div className={own['desk']}>
        <div className={own['case']}>
          {rows.length === 0 ? (
            <Nothing show={show} summary={summary} />
          ) : (
            <Queue rows={rows} at={at} onChoose={go} />
          )}
          {summary === undefined || summary.ownWork === 0 || show === 'decided' ? null : (
            <p className="muted">{t('console-review.own_work_left_out', { count: summary.ownWork })}</p>
          )}
          {rows.length === 0 ? null : (
            <LoadMore label={t('console-review.queue')} shown={rows.length} list={list} />
          )}
        </div>
        {at === null ? null : (
          <CaseView
            key={at}
            params={{ projectId, comparisonId: at }}
            onDecide={() => go(at)}
            onNext={() => step(1)}
            onPrevious={() => step(-1)}
          />
        )}
      </div>
    </>
  );
}

function Queue({
  rows,
  at,
  onChoose,
}: {
  rows: readonly QueueItem[];
  at: string | null;
  onChoose: (comparisonId: string) => void;
}) {
  const t = useT();
  const formats = useFormats();
  return (
    <ul className={own['queue']} aria-label={t('console-review.queue')}>
      {rows.map((row) => (
        <li key={row.comparisonId}>
          <button
            type="button"
            aria-current={row.comparisonId === at ? 'true' : undefined}
            onClick={() => onChoose(row.comparisonId)}
          >
            <bdi dir="auto" className={own['excerpt']}>
              {row.promptExcerpt}
            </bdi>
            <span className="muted">
              {t(row.priority === 0 ? 'console-review.queue_item' : 'console-review.queue_item_priority', {
                votes: row.votes,
                disagreement: formats.percent(row.disagreement),
                priority: formats.number(row.priority),
              })}
              {row.decisions === 0
                ? null
                : ` · ${t('console-review.queue_decisions', { decisions: row.decisions })}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface Summary {
  overlapping: number;
  unanimous: number;
  decided: number;
}

function Nothing({ show, summary }: { show: QueueFilter; summary: Summary | undefined }) {
  const t = useT();
  if (show !== 'open') return <EmptyState title={t('console-review.empty_filter')} />;
  return (
    <EmptyState title={t('console-review.empty')}>
      {summary === undefined || summary.overlapping === 0
        ? t('console-review.empty_none')
        : t('console-review.empty_summary', {
            unanimous: summary.unanimous,
            overlapping: summary.overlapping,
            decided: summary.decided,
          })}
    </EmptyState>
  );
}
