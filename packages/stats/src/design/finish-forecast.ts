import type { NotDefined } from '../not-defined.ts';
import { quantileOfSorted } from '../numeric/quantile.ts';
import { randomFrom } from '../numeric/random.ts';

export interface FinishForecast {
  /** Days from now until all is done, 0 when it is; null when it is not known. */
  readonly days: number | null;
  /** Ends of the band that holds so much of the drawn futures as asked; null beyond the horizon. */
  readonly low: number | null;
  readonly high: number | null;
  /** Why `days` is null: too few days, none with work among them, or the end is beyond the horizon. */
  readonly reason: NotDefined | null;
}

export interface FinishForecastOptions {
  readonly seed: number;
  /** Of all drawn futures, 0..1; 0.8 by default. */
  readonly band?: number;
  /** 1000 by default. */
  readonly replicates?: number;
  /** Days that are looked ahead; 3650 by default. */
  readonly horizon?: number;
}

/** Days of history it takes. */
const LEAST_DAYS = 3;

/**
 * When so much work will be done, if the days to come are like those before: days are drawn with replacement from `perDay`,
 * also those without any work, until the sum reaches `remaining`; median and band are of the days that took. Days are drawn
 * as independent (the bootstrap of Efron 1979, days as observations), so a habit over weeks (no work on Sundays) widens the band a little and shifts nothing.
 */
export function finishForecast(
  perDay: ArrayLike<number>,
  remaining: number,
  { seed, band = 0.8, replicates = 1_000, horizon = 3_650 }: FinishForecastOptions,
): FinishForecast {
  if (remaining <= 0) return { days: 0, low: 0, high: 0, reason: null };
  const none = { days: null, low: null, high: null };
  if (perDay.length < LEAST_DAYS) return { ...none, reason: perDay.length === 0 ? 'no_data' : 'too_few' };
  if (Array.from(perDay).every((work) => work <= 0)) return { ...none, reason: 'no_variation' };
  const random = randomFrom(seed);
  const taken = Float64Array.from({ length: replicates }, () => {
    let [days, done] = [0, 0];
    while (done < remaining && days <= horizon) {
      done += perDay[Math.floor(random() * perDay.length)]!;
      days += 1;
    }
    return days;
  }).sort();
  const known = (p: number): number | null => {
    const days = Math.ceil(quantileOfSorted(taken, p));
    return days > horizon ? null : days;
  };
  const days = known(0.5);
  return {
    days,
    low: known((1 - band) / 2),
    high: known((1 + band) / 2),
    reason: days === null ? 'no_convergence' : null,
  };
}
