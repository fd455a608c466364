import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { read } from '../../../../api/queries.ts';
import { askAgain, type Statistics, useComputation } from '../../statistics/use-statistics.ts';

export type Dashboard = CallOutput<'getDashboard'>;
export type Overview = NonNullable<Dashboard['overview']['result']>;

/** Where a project stands, and its overview as a statistic that is computed anew when it is behind. */
export function useDashboard(projectId: string): {
  dashboard: UseQueryResult<Dashboard>;
  overview: Statistics<'overview'>;
} {
  const asked = {
    ...read('getDashboard', { params: { projectId } }),
    refetchOnMount: 'always',
    refetchInterval: ({ state }: { state: { data: Dashboard | undefined } }) =>
      askAgain(state.data?.overview),
  } as const;
  const dashboard = useQuery(asked);
  const query = useQuery({ ...asked, select: (board) => board.overview });
  const computation = useComputation({
    projectId,
    wish: { kind: 'overview', options: {} },
    known: query.data,
    reads: ['getDashboard', 'getProject'],
  });
  return { dashboard, overview: { query, ...computation } };
}
