/**
 * How a person likes to work, on this device: one set for each person, so that nobody on a shared desk goes on with a
 * colleague's keys. It stays after sign-out, for when they come back.
 */
export interface OwnSetting<T> {
  readonly get: () => T;
  readonly set: (next: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a device once kept for everybody. */
const names = ['keys', 'workbench', 'tour', 'pace', 'shown-kinds'] as const;
type Name = (typeof names)[number] | 'guidelines-seen';

let person: string | null = null;

/** From now on settings are those of this person. Whoever comes first takes over what was kept for everybody. */
export function settingsOf(userId: string): void {
  if (person === userId) return;
  person = userId;
  try {
    for (const name of names) takeOver(name, userId);
  } catch {
    // Storage may be forbidden; then there is nothing to take over.
  }
}

function takeOver(name: Name, userId: string): void {
  const shared = `pairwright.${name}`;
  const kept = localStorage.getItem(shared);
  if (kept === null) return;
  if (localStorage.getItem(keyOf(name, userId)) === null) localStorage.setItem(keyOf(name, userId), kept);
  localStorage.removeItem(shared);
}

const keyOf = (name: Name, userId: string): string => `pairwright.${name}.${userId}`;

/** A setting; `read` makes it of what is kept, null where nothing is. Before anybody signed in it lasts until reload. */
export function ownSetting<T>(name: Name, read: (kept: string | null) => T): OwnSetting<T> {
  const listeners = new Set<() => void>();
  let known: { readonly of: string | null; readonly value: T } | null = null;
  return {
    get: () => {
      if (known?.of !== person || known === null) known = { of: person, value: read(keptText(name)) };
      return known.value;
    },
    set: (next) => {
      known = { of: person, value: next };
      keepText(name, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function keptText(name: Name): string | null {
  if (person === null) return null;
  try {
    return localStorage.getItem(keyOf(name, person));
  } catch {
    return null;
  }
}

function keepText(name: Name, text: string): void {
  if (person === null) return;
  try {
    localStorage.setItem(keyOf(name, person), text);
  } catch {
    // Storage may be forbidden; the choice then lasts until reload.
  }
}

/** What a kept text says, or undefined where it says nothing readable. */
export function parsed(kept: string | null): unknown {
  try {
    return kept === null ? undefined : JSON.parse(kept);
  } catch {
    return undefined;
  }
}
