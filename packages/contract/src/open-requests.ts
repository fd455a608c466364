import { v4 } from 'uuid';

/** Afterwards the same request is meant anew. */
const KEPT_MS = 5 * 60_000;

export interface OpenRequests {
  /** The key of a request: that of the same one before, where nobody heard how that ended. */
  keyOf(asked: string): string;
  /** The request was answered. */
  settle(asked: string): void;
}

/** Remembers requests without an answer, which may have been done: asked for again by hand, they carry the same key. */
export function openRequests(now: () => number = Date.now): OpenRequests {
  const open = new Map<string, { key: string; until: number }>();
  return {
    keyOf(asked) {
      const at = now();
      for (const [known, { until }] of open) if (until <= at) open.delete(known);
      const key = open.get(asked)?.key ?? v4();
      open.set(asked, { key, until: at + KEPT_MS });
      return key;
    },
    settle: (asked) => void open.delete(asked),
  };
}
