import type { Dashboard, Overview } from '@pairwright/contract/statistics/overview';
import { finishForecast } from '@pairwright/stats/design/finish-forecast';

const DAY_MS = 86_400_000;
/** Days before today that are drawn from: four weeks, so that every day of the week is in as often. */
const DRAWN_DAYS = 28;
const SEED = 20_261_128;

/** When all is judged, if the days to come are like the last four weeks without today, which is not over. */
export function forecastOf(
  perDay: Overview['perDay'],
  remaining: number,
  now: number,
): Dashboard['forecast'] {
  const today = Math.floor(now / DAY_MS);
  const given = new Map(
    perDay.map(({ day, judgments, imported }) => [Date.parse(day) / DAY_MS, judgments - imported]),
  );
  const worked = [...given].flatMap(([day, work]) => (work > 0 && day < today ? [day] : []));
  const first = Math.max(today - DRAWN_DAYS, Math.min(...worked));
  const days = worked.length === 0 ? [] : daysFrom(first, today, given);
  const { days: wanted, low, high, reason } = finishForecast(days, remaining, { seed: SEED });
  const on = (ahead: number | null): string | null =>
    ahead === null ? null : new Date((today + ahead) * DAY_MS).toISOString().slice(0, 10);
  return {
    remaining,
    date: on(wanted),
    low: on(low),
    high: on(high),
    perDay: days.length === 0 ? null : days.reduce((sum, work) => sum + work, 0) / days.length,
    days: days.length,
    reason,
  };
}

function daysFrom(first: number, today: number, given: ReadonlyMap<number, number>): number[] {
  return Array.from({ length: Math.max(0, today - first) }, (_, at) => given.get(first + at) ?? 0);
}
