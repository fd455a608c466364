import type { CallInput, CallOutput } from '@pairwright/contract/client';
import type { OperationName } from '@pairwright/contract/endpoints';
import {
  infiniteQueryOptions,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { api, ApiProblem } from './client.ts';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // 'always': an attempt without network fails and says so, instead of waiting unseen.
      queries: { networkMode: 'always', retry: mayRetry, staleTime: 10_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function mayRetry(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ApiProblem) || error.body.status >= 500;
}

/** A read by endpoint name: `useQuery(read('getProject', { params: { projectId } }))`. */
export function read<N extends OperationName>(name: N, input: CallInput<N>) {
  return queryOptions<CallOutput<N>, Error, CallOutput<N>, readonly [N, CallInput<N>]>({
    queryKey: [name, input] as const,
    queryFn: ({ signal }) => api.call(name, input, { signal }),
  });
}

type PagedOperation = {
  [N in OperationName]: CallOutput<N> extends { items: unknown[]; nextCursor: string | null } ? N : never;
}[OperationName];

/** A keyset list by endpoint name, page after page: `useInfiniteQuery(readPages('listProjects', { query: {} }))`. */
export function readPages<N extends PagedOperation>(name: N, input: CallInput<N>) {
  return infiniteQueryOptions({
    queryKey: [name, 'pages', input] as const,
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...('query' in input ? (input.query as object) : {}),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return api.call(name, { ...input, query }, { signal });
    },
    getNextPageParam: (last) => (last as { nextCursor: string | null }).nextCursor,
  });
}

/** A write by endpoint name; after it the named reads are asked again. */
export function useWrite<N extends OperationName>(
  name: N,
  invalidates: readonly OperationName[] = [],
): UseMutationResult<CallOutput<N>, Error, CallInput<N>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CallInput<N>) => api.call(name, input),
    onSuccess: async () => {
      await Promise.all(invalidates.map((read) => client.invalidateQueries({ queryKey: [read] })));
    },
  });
}
