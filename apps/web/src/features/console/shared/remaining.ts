/** A time that is still to come, as coarse as a person wants it: whole seconds under a minute, minutes under two hours. */
export function remainingParts(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; count: number } {
  if (seconds < 59.5) return { unit: 'seconds', count: Math.max(1, Math.round(seconds)) };
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? { unit: 'minutes', count: minutes }
    : { unit: 'hours', count: Math.round(seconds / 3_600) };
}
