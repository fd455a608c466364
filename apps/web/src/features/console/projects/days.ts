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
