export interface FetchSettings {
  readonly mostBytes: number;
  /** From the request of a person to the last byte. */
  readonly mostMs: number;
  /** Of one part, and the longest time until one is stored. */
  readonly part: { readonly bytes: number; readonly ms: number };
  /** Tries in a row that bring nothing. */
  readonly tries: number;
  /** Before the second of them, ms; doubles each time. */
  readonly pauseMs: number;
}

export const usualFetch: Omit<FetchSettings, 'mostBytes'> = {
  mostMs: 24 * 3_600_000,
  part: { bytes: 16 * 1024 * 1024, ms: 3_000 },
  tries: 6,
  pauseMs: 1_000,
};
