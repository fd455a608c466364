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
  if (flags.length === 0) return null;
  return (
    <>
      <FlagsCard projectId={projectId} flags={flags} />
      <LoadMore label={t('console-projects.flags')} shown={flags.length} list={list} />
    </>
  );
}
