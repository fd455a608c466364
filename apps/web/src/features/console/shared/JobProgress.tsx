import type { JobProgress as Progress } from '@pairwright/contract/job-progress';
import type { ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { remainingParts } from './remaining.ts';

interface Props {
  label: ReactNode;
  /** Null: it has not begun. */
  progress: Progress | null;
  /** What is done so far, in words. */
  amounts?: readonly string[];
  counts?: 'rows' | 'comparisons';
}

/** How far work of a worker is: share, amounts, pace and the time it will still take at that pace. */
export function JobProgress({ label, progress, amounts = [], counts = 'rows' }: Props) {
  const t = useT();
  const { percent = null, rowsPerSecond = null, remainingSeconds = null } = progress ?? {};
  const remaining = remainingSeconds === null ? null : remainingParts(remainingSeconds);
  const amount = rowsPerSecond === null ? 0 : Math.round(rowsPerSecond);
  const details = [
    ...amounts,
    ...(amount === 0 ? [] : [t(`console.${counts}_per_second`, { amount })]),
    ...(remaining === null ? [] : [t(`console.remaining_${remaining.unit}`, { count: remaining.count })]),
  ];
  return (
    <ProgressBar
      label={label}
      value={percent ?? 0}
      max={percent === null ? null : 100}
      {...(details.length === 0 ? {} : { detail: details.join(' · ') })}
    />
  );
}
