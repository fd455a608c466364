import type { Earnings, WorkDay } from '@pairwright/contract/working-life';

/** Whole minutes of a day: what was measured and what the person said it was off by. */
export function minutesOf({ activeMs, correctedMinutes }: WorkDay): number {
  return Math.max(0, Math.round(activeMs / 60_000) + correctedMinutes);
}

export function sumOf(days: readonly WorkDay[]): { judgments: number; minutes: number } {
  return {
    judgments: days.reduce((sum, day) => sum + day.judgments, 0),
    minutes: days.reduce((sum, day) => sum + minutesOf(day), 0),
  };
}

/** An amount of so many judgments: whole millionths, so that sums are exact, shown in the currency. */
export function amountOf(
  { currency, perJudgmentMicros }: Pick<Earnings, 'currency' | 'perJudgmentMicros'>,
  judgments: number,
  locale: string,
): string {
  const value = (perJudgmentMicros * judgments) / 1_000_000;
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(
    value,
  );
}
