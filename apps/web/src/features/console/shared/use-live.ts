import type { QueryKey } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { follow } from './live.ts';

interface LiveQuery<Value> {
  queryKey: QueryKey;
  url: string;
  ask: () => Promise<Value>;
  isAtWork: (value: Value) => boolean;
  /** Nothing is at work any more. */
  onEnd?: () => void;
}

const pollMs = 2000;

/** Keeps a query's data fresh while a worker changes what it shows. */
export function useLive<Value>(active: boolean, query: LiveQuery<Value>): void {
  const client = useQueryClient();
  const latest = useRef(query);
  useEffect(() => {
    latest.current = query;
  });
  const { url } = query;
  useEffect(() => {
    if (!active) return;
    return follow<Value>({
      openStream: () => new EventSource(url),
      ask: () => latest.current.ask(),
      isAtWork: (value) => latest.current.isAtWork(value),
      onValue: (value) => {
        client.setQueryData(latest.current.queryKey, value);
        if (!latest.current.isAtWork(value)) latest.current.onEnd?.();
      },
      pollMs,
    });
  }, [active, url, client]);
}
