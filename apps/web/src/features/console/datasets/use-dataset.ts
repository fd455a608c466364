import type { Dataset } from '@pairwright/contract/datasets';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readPages } from '../../../api/queries.ts';

interface Found {
  dataset: Dataset | undefined;
  /** The whole list is read, and it is not there. */
  missing: boolean;
  error: Error | null;
  retry: () => void;
}

/** One dataset out of the project's list, which is read page by page until it comes. */
export function useDataset(projectId: string, datasetId: string | undefined): Found {
  const list = useInfiniteQuery({ ...readPages('listDatasets', { params: { projectId }, query: {} }), enabled: datasetId !== undefined });
  const dataset = list.data?.pages.flatMap((page) => page.items).find((item) => item.id === datasetId);
  const { hasNextPage, isFetching, fetchNextPage, isError } = list;
  const wantsMore = dataset === undefined && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  return {
    dataset,
    missing: list.isSuccess && dataset === undefined && !hasNextPage && !isFetching,
    error: list.error,
    retry: () => void list.refetch(),
  };
}
