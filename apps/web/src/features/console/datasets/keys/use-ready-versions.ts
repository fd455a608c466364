import type { DatasetVersion } from '@pairwright/contract/datasets';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../../api/queries.ts';

type Pages = InfiniteData<{ items: DatasetVersion[] }> | undefined;

const readyIn = (pages: Pages): DatasetVersion[] =>
  (pages?.pages.flatMap(({ items }) => items) ?? []).filter(({ state }) => state === 'ready');

/** The frozen versions of a dataset that can be compared, newest first, as far as they are loaded. */
export function useReadyVersions(params: { projectId: string; datasetId: string }) {
  const list = useInfiniteQuery(readPages('listVersions', { params, query: {} }));
  return {
    versions: readyIn(list.data),
    /** As they are now. Throws what reading them throws. */
    load: async (): Promise<DatasetVersion[]> => {
      const { data } = await list.refetch({ cancelRefetch: false, throwOnError: true });
      return readyIn(data);
    },
  };
}
