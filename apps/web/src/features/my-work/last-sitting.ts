/** What came of one sitting at a project. */
export interface SittingSummary {
  projectName: string;
  judged: number;
  skipped: number;
  activeMs: number;
  breaks: number;
}

let last: SittingSummary | null = null;
const listeners = new Set<() => void>();

/** Remembers a sitting that ended, until the page is left; one in which nothing was done is not worth a word. */
export function keepLastSitting(sitting: SittingSummary): void {
  if (sitting.judged + sitting.skipped > 0) set(sitting);
}

/** The sitting that ended last on this page; null when there is none, or when it was put away. */
export function lastSitting(): SittingSummary | null {
  return last;
}

export function forgetLastSitting(): void {
  set(null);
}

/** A sitting may end just after the page that tells of it has come. */
export function onLastSitting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(sitting: SittingSummary | null): void {
  last = sitting;
  for (const listener of listeners) listener();
}
