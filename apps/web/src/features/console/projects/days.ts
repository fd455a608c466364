export interface Day {
  /** `YYYY-MM-DD`, a day of UTC. */
  day: string;
  judgments: number;
  annotators: number;
}

const dayMs = 86_400_000;

/** The last days up to the newest with judgments, oldest first; days without any are zero. */
export function lastDays(perDay: readonly Day[], most: number): Day[] {
  const newest = perDay.at(-1);
  const oldest = perDay[0];
  if (newest === undefined || oldest === undefined) return [];
  const known = new Map(perDay.map((day) => [day.day, day]));
  const end = Date.parse(newest.day);
  const count = Math.min(most, Math.round((end - Date.parse(oldest.day)) / dayMs) + 1);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(end - (count - 1 - index) * dayMs).toISOString().slice(0, 10);
    return known.get(day) ?? { day, judgments: 0, annotators: 0 };
  });
}

/** A timestamp that formats to this day in every time zone people live in. */
export function noonOf(day: string): string {
  return `${day}T12:00:00Z`;
}

/** When all will be judged; days of UTC. `high` is null where the late end is not known. */
export interface Finish {
  date: string;
  low: string;
  high: string | null;
}

/** Where a finish lies behind the last day that is drawn: in days after it, at least one. */
export interface Band {
  low: number;
  high: number;
  /** Null where the middle lies behind the end of the chart. */
  middle: number | null;
  /** Days that are drawn behind the last one. */
  shown: number;
  /** The band goes on behind the end of the chart. */
  cut: boolean;
}

/** The band behind `last`, with at most so many days drawn; null when it begins behind them. */
export function bandOf(last: string, { date, low, high }: Finish, most: number): Band | null {
  const after = (day: string): number =>
    Math.max(1, Math.round((Date.parse(day) - Date.parse(last)) / dayMs));
  const [from, middle] = [after(low), after(date)];
  const to = high === null ? Infinity : after(high);
  if (from > most) return null;
  const shown = Math.min(to, most);
  return { low: from, high: shown, middle: middle > most ? null : middle, shown, cut: to > most };
}
