import type { Snapshot } from '@pairwright/contract/statistics/numbers';
import type { UseQueryResult } from '@tanstack/react-query';
import type { JobError } from '@pairwright/contract/shapes';
import type { ReactNode } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import { RowsLink } from '../shared/RowsLink.tsx';
import { usePageKeys } from '../shared/use-page-keys.ts';
import styles from './statistics.module.css';

/** What every kind of statistic is known by; see `computed` in the contract. */
interface Known<Result> {
  snapshot: Snapshot | null;
  result: Result | null;
  stale: boolean;
  underWay: boolean;
  error: JobError | null;
}

interface Props<Result> {
  /** As `useStatistics` gives it. */
  statistics: { query: UseQueryResult<Known<Result>>; compute: () => void; failure: Error | null };
  children: (result: Result, snapshot: Snapshot) => ReactNode;
}

/** A statistic with its age, and what stands in its place while it is not there. */
export function StatisticsFrame<Result>({ statistics, children }: Props<Result>) {
  const t = useT();
  const { query, compute, failure } = statistics;
  const { data } = query;
  if (query.error !== null && data === undefined)
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (data === undefined) return <Skeleton lines={8} />;
  return (
    <>
      {data.error === null ? null : (
        <JobFailure title={t('console-statistics.failed')} error={data.error}>
          <Button onClick={compute}>{t('console-statistics.try_again')}</Button>
        </JobFailure>
      )}
      <FormProblem error={failure} />
      {data.snapshot === null || data.result === null ? (
        <Waiting underWay={data.underWay} />
      ) : (
        <>
          <Freshness known={data} snapshot={data.snapshot} compute={compute} />
          {children(data.result, data.snapshot)}
          <ChartKeys />
        </>
      )}
    </>
  );
}

/** Told after the keys of what is on the page. */
function ChartKeys() {
  usePageKeys([{ id: 'tables', chords: ['t'], label: 'console-statistics.key_table', run: toggleAll }]);
  return null;
}

/** All charts of the page as tables; when they are, as charts again. Where one has the focus it hears the key itself. */
function toggleAll(): void {
  const toggles = [...document.querySelectorAll<HTMLElement>('[data-as-table]')];
  const drawn = toggles.filter((toggle) => toggle.dataset['asTable'] === 'false');
  for (const toggle of drawn.length > 0 ? drawn : toggles) toggle.click();
}

function Waiting({ underWay }: { underWay: boolean }) {
  const t = useT();
  if (!underWay) return null;
  return (
    <>
      <Banner>{t('console-statistics.first_time')}</Banner>
      <Skeleton lines={8} />
    </>
  );
}

interface FreshnessProps {
  known: Known<unknown>;
  snapshot: Snapshot;
  compute: () => void;
}

/** From when the numbers are, and the way to newer ones. */
function Freshness({ known, snapshot, compute }: FreshnessProps) {
  const t = useT();
  const formats = useFormats();
  const behind = known.underWay ? 'computing' : known.stale ? 'behind' : 'current';
  return (
    <div className={styles['freshness']}>
      <p className="muted">
        <RowsLink rows={{ votes: 'counted' }}>
          {t('console-statistics.as_of', {
            time: formats.dateTime(snapshot.asOf),
            judgments: snapshot.judgments,
          })}
        </RowsLink>{' '}
        <span role="status">{t(`console-statistics.${behind}`)}</span>
      </p>
      <Button variant="quiet" busy={known.underWay} onClick={compute}>
        {t('console-statistics.compute')}
      </Button>
    </div>
  );
}
