import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { FlagsCard } from './FlagsCard.tsx';

/** The reports of a project that nobody has settled, oldest first. Nothing is shown where there is none. */
export function OpenFlags({ projectId }: { projectId: string }) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listFlags', { params: { projectId }, query: { state: 'open' } }),
    refetchOnMount: 'always',
  });
  const flags = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && flags.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={3} />;
  const keptBack = list.data?.pages.reduce((sum, page) => sum + page.keptBack, 0) ?? 0;
  if (flags.length + keptBack === 0) return null;
  return (
    <>
      {flags.length === 0 ? null : <FlagsCard projectId={projectId} flags={flags} />}
      {keptBack === 0 ? null : (
        <p className="muted">{t('console-projects.flags_kept_back', { count: keptBack })}</p>
      )}
      <LoadMore label={t('console-projects.flags')} shown={flags.length} list={list} />
    </>
  );
}
