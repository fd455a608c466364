import type { CallInput, CallOutput } from '@pairwright/contract/client';
import type { BodyOf } from '@pairwright/contract/endpoint';
import type { OperationName } from '@pairwright/contract/endpoints';
import type { computeStatistics } from '@pairwright/contract/statistics/compute';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { read, useWrite } from '../../../api/queries.ts';

type Wish = BodyOf<typeof computeStatistics>;

/** The reads of statistics, by kind. */
const reads = {
  agreement: 'getAgreement',
  annotators: 'getAnnotators',
  leaderboard: 'getLeaderboard',
  overview: 'getOverview',
} as const satisfies Record<Wish['kind'], string>;
type Reads = typeof reads;

/** What the server knows of a statistic of this kind. */
export type KnownOf<Kind extends Wish['kind']> = CallOutput<Reads[Kind]>;

export interface Statistics<Kind extends Wish['kind']> {
  readonly query: UseQueryResult<KnownOf<Kind>>;
  /** Asks for it to be computed anew. */
  readonly compute: () => void;
  /** Why asking failed. */
  readonly failure: Error | null;
}

/** While something is computed, how often to ask whether it is there. */
const askAgainMs = 1_000;
/** Numbers that are behind are computed anew by themselves when they are older than this. */
const freshMs = 60_000;

interface Wanted<Kind extends Wish['kind']> {
  readonly projectId: string;
  readonly kind: Kind;
  readonly options: Extract<Wish, { kind: Kind }>['options'];
  /** An earlier result by id, instead of the newest. */
  readonly snapshot?: string | undefined;
}

/**
 * A statistic with its newest result. One that was never computed is asked for; one that is behind too, once it is a minute
 * old. What is shown stays until the new one is there.
 */
export function useStatistics<Kind extends Wish['kind']>(wanted: Wanted<Kind>): Statistics<Kind> {
  const { projectId, kind, options, snapshot } = wanted;
  const name = reads[kind];
  // Which options belong to which read is known by kind, not to the compiler.
  const query = useQuery({
    ...read(name, {
      params: { projectId },
      query: { ...options, ...(snapshot === undefined ? {} : { snapshot }) },
    } as unknown as CallInput<Reads[Kind]>),
    refetchInterval: ({ state }) => askAgain(state.data),
  }) as UseQueryResult<KnownOf<Kind>>;
  const wish = { kind, options } as Wish;
  const pinned = snapshot !== undefined;
  return { query, ...useComputation({ projectId, wish, known: query.data, reads: [name], pinned }) };
}

/** As `refetchInterval`: again and again while it is computed. */
export function askAgain(known: { underWay: boolean } | undefined): number | false {
  return known?.underWay === true ? askAgainMs : false;
}

interface Computing {
  readonly projectId: string;
  readonly wish: Wish;
  /** What the server knows of it now. */
  readonly known: Due | undefined;
  /** Reads that show it. */
  readonly reads: readonly OperationName[];
  /** An earlier result is looked at: nothing is asked for by itself. */
  readonly pinned?: boolean;
}

/** Has a statistic computed: by itself when it is due, and when asked to. */
export function useComputation({
  projectId,
  wish,
  known,
  reads: shownBy,
  pinned = false,
}: Computing): Pick<Statistics<Wish['kind']>, 'compute' | 'failure'> {
  const { mutate, isPending, error } = useWrite('computeStatistics', shownBy);
  const body = JSON.stringify(wish);
  const due = !pinned && !isPending && error === null && isDue(known);
  useEffect(() => {
    if (due) mutate({ params: { projectId }, body: JSON.parse(body) as Wish });
  }, [due, mutate, projectId, body]);
  return { compute: () => mutate({ params: { projectId }, body: wish }), failure: error };
}

type Due = Pick<KnownOf<Wish['kind']>, 'snapshot' | 'stale' | 'underWay' | 'error'>;

/** Whether a computation is to be asked for without anybody pressing a button. */
function isDue(known: Due | undefined): boolean {
  if (known === undefined || known.underWay || known.error !== null) return false;
  if (known.snapshot === null) return true;
  return known.stale && Date.now() - Date.parse(known.snapshot.computedAt) > freshMs;
}
