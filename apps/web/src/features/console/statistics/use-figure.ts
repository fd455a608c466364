import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useCallback } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { useEstimate } from './use-estimate.ts';

/** From so many on a number is shown: fewer say little, whatever they say. */
export const enough = 20;

export function hasEnough({ value, n }: Estimate): boolean {
  return value !== null && n >= enough;
}

/** As `useEstimate` writes it, or that there is not enough data. The file has the number all the same. */
export function useFigure(style: 'decimal' | 'percent' = 'decimal'): (estimate: Estimate) => string {
  const t = useT();
  const { estimate } = useEstimate(style);
  return useCallback(
    (of: Estimate) =>
      of.value === null || hasEnough(of) ? estimate(of) : t('console-statistics.not_enough', { n: of.n }),
    [estimate, t],
  );
}
