/** Tells the time of this process. Times of record come from the database's own clock instead. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
