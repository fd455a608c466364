const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second try, the third, and so on: about a day in all. */
const WAITS = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 8 * HOUR] as const;

export const MOST_TRIES = WAITS.length + 1;

/** A receiver may ask for a longer wait, but for no longer than this. */
const LONGEST_WAIT = 24 * HOUR;
/** Of other deliveries of a webhook while it does not answer. */
const LONGEST_HOLD = 5 * MINUTE;
/** So long nothing was taken before a webhook is paused. */
const PATIENCE = 20 * HOUR;

/**
 * How long to wait after so many failed tries, ms; null: that was the last one. `random` (0..1) spreads it by a fifth either way, so
 * that receivers do not get everything at once; `asked` is what the receiver asked for (Retry-After, ms).
 */
export function waitAfter(
  tries: number,
  { random, asked }: { random: number; asked: number | null },
): number | null {
  const usual = WAITS[tries - 1];
  if (usual === undefined) return null;
  const spread = usual * (0.8 + 0.4 * random);
  return Math.round(Math.max(spread, Math.min(asked ?? 0, LONGEST_WAIT)));
}

/** How long to send nothing else to a receiver after so many failed tries in a row, ms. */
export function holdAfter(failures: number, asked: number | null): number {
  const usual = Math.min(5 * SECOND * 2 ** Math.max(0, failures - 1), LONGEST_HOLD);
  return Math.max(usual, Math.min(asked ?? 0, LONGEST_WAIT));
}

/** Whether a webhook that failed so often in a row since then (ms since 1970) is paused. */
export function isHopeless(failures: number, times: { since: number; now: number }): boolean {
  return failures >= MOST_TRIES && times.now - times.since >= PATIENCE;
}

/** What `Retry-After` asks for, in ms from `now`: seconds or a date; null for anything else. */
export function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * SECOND;
  const at = /^[A-Z][a-z]{2}, /.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
