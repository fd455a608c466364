import type { Me } from '@pairwright/contract/auth';
import { useQuery } from '@tanstack/react-query';
import { read } from '../api/queries.ts';

/** The signed-in person. Only below `SessionGate`, which has them already. */
export function useMe(): Me {
  const me = useQuery({ ...read('getMe', {}), staleTime: Number.POSITIVE_INFINITY });
  if (me.data === undefined)
    throw new Error('useMe() was called outside SessionGate, where nobody is signed in.');
  return me.data;
}
