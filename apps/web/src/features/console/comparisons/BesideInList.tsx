import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { PageKeys } from '../shared/PageKeys.tsx';
import { fromList, listQuery, neighboursIn } from './comparison-list.ts';

/** Pages of the list that are looked through for the comparison, when it was opened by its address. */
const mostPages = 10;

interface Props {
  projectId: string;
  comparisonId: string;
  list: URLSearchParams;
}

/** The comparisons before and after this one in the list that it was opened from, in its order and by its filters. */
export function BesideInList({ projectId, comparisonId, list }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const found = useInfiniteQuery(
    readPages('listComparisons', { params: { projectId }, query: listQuery(list) }),
  );
  const ids = found.data?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? [];
  const { previous, next, isThere } = neighboursIn(ids, comparisonId);
  const isLast = isThere && next === null;
  const { fetchNextPage, hasNextPage, isFetching } = found;
  const pages = found.data?.pages.length ?? 0;
  const wantsMore = (isLast || (!isThere && pages > 0 && pages < mostPages)) && hasNextPage && !isFetching;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const to = (id: string): string => fromList(paths.comparison(projectId, id), list);
  const go = (id: string | null) => (): void => {
    if (id !== null) navigate(to(id));
  };
  return (
    <nav className="row" aria-label={t('console-projects.beside')}>
      {previous === null ? null : (
        <Link href={to(previous)} className={buttonClass()}>
          {t('console-projects.beside_previous')}
        </Link>
      )}
      {next === null ? null : (
        <Link href={to(next)} className={buttonClass()}>
          {t('console-projects.beside_next')}
        </Link>
      )}
      <PageKeys
        keys={[
          { id: 'beside-next', chords: ['j'], label: 'console-projects.beside_next', run: go(next) },
          {
            id: 'beside-previous',
            chords: ['k'],
            label: 'console-projects.beside_previous',
            run: go(previous),
          },
        ]}
      />
    </nav>
  );
}
