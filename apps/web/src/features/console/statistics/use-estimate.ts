import type { Estimate, NotDefined } from '@pairwright/contract/statistics/numbers';
import { useCallback } from 'react';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';

export interface EstimateFormat {
  /** `0.74 (0.70 to 0.78)`, or why there is no such number. */
  estimate: (estimate: Estimate) => string;
  number: (value: number | null, reason?: NotDefined | null) => string;
}

/** Numbers with two digits after the point, shares as percent; nothing is ever 0 because it is not known. */
export function useEstimate(style: 'decimal' | 'percent' = 'decimal'): EstimateFormat {
  const t = useT();
  const locale = useLocale();
  const number = useCallback(
    (value: number | null, reason: NotDefined | null = null) => {
      if (value === null) return reason === null ? '–' : t(`console-statistics.not_defined_${reason}`);
      const digits = style === 'percent' ? 1 : 2;
      return new Intl.NumberFormat(locale, {
        style,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value);
    },
    [locale, style, t],
  );
  const estimate = useCallback(
    ({ value, low, high, reason }: Estimate) => {
      if (value === null || low === null || high === null) return number(value, reason);
      return t('console-statistics.interval', {
        value: number(value),
        low: number(low),
        high: number(high),
      });
    },
    [number, t],
  );
  return { estimate, number };
}
