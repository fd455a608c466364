/** How a person likes to work. Kept on this device. */
export interface Preferences {
  /** `auto`: side by side where both columns are wide enough to read. */
  layout: 'auto' | 'side_by_side' | 'stacked' | 'one_at_a_time';
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
  /** In percent of the usual. */
  textSize: number;
  /** Answers beside each other scroll together. */
  syncScroll: boolean;
  /** Invisible and direction-turning characters are shown in formatted text too. */
  invisible: boolean;
  dockOpen: boolean;
  /** Single keys act; off for people whose voice or switch control presses keys by itself. */
  singleKeys: boolean;
  /** A digit commits at once, or only selects and Enter commits. */
  commit: 'instant' | 'confirm';
}

const storageKey = 'pairwright.workbench';

const defaults: Preferences = {
  layout: 'auto',
  rendering: 'markdown',
  promptOpen: true,
  textSize: 100,
  syncScroll: false,
  invisible: false,
  dockOpen: false,
  singleKeys: true,
  commit: 'instant',
};

let current: Preferences | null = null;
const listeners = new Set<() => void>();

export function preferences(): Preferences {
  current ??= read();
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Storage may be forbidden; the choice then lasts until reload.
  }
  for (const listener of listeners) listener();
}

export function onPreferencesChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return { ...defaults, ...(typeof kept === 'object' && kept !== null ? kept : {}) };
  } catch {
    return defaults;
  }
}
