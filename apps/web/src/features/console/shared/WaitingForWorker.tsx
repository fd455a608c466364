import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { askHealth, troubleIn } from './worker-health.ts';

const patienceMs = 30_000;
const everyMs = 15_000;

interface Props {
  /** Work is asked after once it has waited for so long. */
  afterMs?: number;
  ask?: (signal: AbortSignal) => Promise<unknown>;
}

/** For beside work that waits for a worker: after a while it says whether one will come, and what to do if not. */
export function WaitingForWorker({ afterMs = patienceMs, ask = askHealth }: Props) {
  const t = useT();
  const me = useMe();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => ask(signal),
    enabled: isLong,
    refetchInterval: everyMs,
    retry: false,
  });
  const trouble = health.data === undefined ? null : troubleIn(health.data);
  if (!isLong || trouble === null) return null;
  const who = me.isOwner ? 'owner' : 'others';
  return <Banner tone="warn">{t(`console.no_${trouble}_${who}`)}</Banner>;
}
