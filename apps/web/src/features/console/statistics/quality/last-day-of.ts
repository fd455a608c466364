/** Of the day or week that begins on this day, UTC. */
export function lastDayOf(from: string, unit: 'day' | 'week'): string {
  const days = unit === 'week' ? 6 : 0;
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}
