import type { CallInput, CallOutput } from '@pairwright/contract/client';
import type { BodyOf } from '@pairwright/contract/endpoint';
import type { computeStatistics } from '@pairwright/contract/statistics/compute';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { read, useWrite } from '../../../api/queries.ts';

type Wish = BodyOf<typeof computeStatistics>;

/** The reads of statistics, by kind. */
const reads = { agreement: 'getAgreement', leaderboard: 'getLeaderboard' } as const satisfies Record<
  Wish['kind'],
  string
>;
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
    refetchInterval: ({ state }) => (state.data?.underWay === true ? askAgainMs : false),
  }) as UseQueryResult<KnownOf<Kind>>;
  const { mutate, isPending, error } = useWrite('computeStatistics', [name]);
  const wish = JSON.stringify({ kind, options });
  const due = snapshot === undefined && !isPending && error === null && isDue(query.data);
  useEffect(() => {
    if (due) mutate({ params: { projectId }, body: JSON.parse(wish) as Wish });
  }, [due, mutate, projectId, wish]);
  return {
    query,
    compute: () => mutate({ params: { projectId }, body: { kind, options } as Wish }),
    failure: error,
  };
}

/** Whether a computation is to be asked for without anybody pressing a button. */
function isDue(known: KnownOf<Wish['kind']> | undefined): boolean {
  if (known === undefined || known.underWay || known.error !== null) return false;
  if (known.snapshot === null) return true;
  return known.stale && Date.now() - Date.parse(known.snapshot.computedAt) > freshMs;
}
