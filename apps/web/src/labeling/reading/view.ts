/** What is looked for and compared in the pair at hand. Unlike preferences, it is not kept. */
export interface View {
  /** The assignment whose differences are highlighted: the next one starts without. */
  diff: string | null;
  find: boolean;
  /** The answer in the foreground where one is shown at a time; other assignments start with the first. */
  focus: { id: string; place: number } | null;
}

const start: View = { diff: null, find: false, focus: null };
let current = start;
const listeners = new Set<() => void>();

export function view(): View {
  return current;
}

export function setView(change: Partial<View>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

/** Another sitting starts anew. */
export function resetView(): void {
  setView(start);
}

export function onViewChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
