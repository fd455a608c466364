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
import { afterFirstSight } from '../device/later.ts';
import { api, ApiProblem, isForLater, isUnreachable } from './client.ts';
import { noteAnswer, noteAway } from './reach.ts';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // 'always': an attempt without network fails and says so, instead of waiting unseen.
      queries: {
        networkMode: 'always',
        retry: mayRetry,
        retryDelay,
        staleTime: 10_000,
        // What could not be read is asked for again by itself; what is on the screen stays as it is.
        refetchOnReconnect: ({ state }) => state.status === 'error',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function mayRetry(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ApiProblem) || isForLater(error.body.status);
}

const longestWaitMs = 30_000;

/** Longer each time, and never sooner than the server asked for. */
function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiProblem ? (error.body.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.min(longestWaitMs, Math.max(asked, 1_000 * 2 ** failures));
}

/** A read by endpoint name: `useQuery(read('getProject', { params: { projectId } }))`. */
export function read<N extends OperationName>(name: N, input: CallInput<N>) {
  return queryOptions<CallOutput<N>, Error, CallOutput<N>, readonly [N, CallInput<N>]>({
    queryKey: [name, input] as const,
    queryFn: ({ signal }) => {
      const ask = () => api.call(name, input, { signal });
      return kept.has(name) ? keptRead([name, input], ask) : ask();
    },
  });
}

/** Keeps who is signed in, and nothing of anybody else from then on. */
export function keepMe(me: CallOutput<'getMe'>): void {
  keepLater(JSON.stringify(['getMe', {}]), me);
}

function keepLater(name: string, answer: unknown): void {
  afterFirstSight(async () => (await import('../device/kept-reads.ts')).keep(name, answer));
}

/** What an annotator needs to go on after a reload without the server. */
const kept: ReadonlySet<OperationName> = new Set(['getMe', 'getMyProject', 'listMyProjects']);

/** Asks the server, and keeps its answer on this device; without the server gives what was kept. */
async function keptRead<T>(key: unknown, ask: () => Promise<T>): Promise<T> {
  const name = JSON.stringify(key);
  try {
    const answer = await ask();
    noteAnswer();
    keepLater(name, answer);
    return answer;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    noteAway();
    const found = await import('../device/kept-reads.ts')
      .then(({ recall }) => recall(name))
      .catch(() => null);
    if (found === null) throw error;
    return found as T;
  }
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
