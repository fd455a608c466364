import type { Answer, Details } from '@pairwright/contract/judgment';
import { withDefaults } from '@pairwright/domain/judgment/missing';

/** What has been entered for one assignment and not given yet. */
export interface Entry {
  readonly answer: Answer | null;
  readonly details: Details;
  readonly rationale: string;
}

export const emptyEntry: Entry = { answer: null, details: withDefaults({}), rationale: '' };

const undoDepth = 50;

interface Kept {
  now: Entry;
  before: readonly Entry[];
  /** What the last change was one of. */
  merge?: string | undefined;
}

/** The entries of a sitting by assignment, each with its own steps back. */
export class Entries {
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  readonly #changeListeners = new Set<(id: string, entry: Entry) => void>();
  readonly #forgetListeners = new Set<(id: string) => void>();
  #version = 0;

  get(id: string): Entry {
    return this.#kept.get(id)?.now ?? emptyEntry;
  }

  has(id: string): boolean {
    return this.#kept.has(id);
  }

  /** Takes over a new entry; the one before can be come back to. Changes with the same `merge` in a row are one step. */
  change(id: string, entry: Entry, merge?: string): void {
    const kept = this.#kept.get(id);
    const goesOn = merge !== undefined && kept?.merge === merge;
    const before = goesOn
      ? kept.before
      : [...(kept?.before ?? []), kept?.now ?? emptyEntry].slice(-undoDepth);
    this.#set(id, { now: entry, before, merge });
    this.#changed(id, entry);
  }

  /** Takes over what was kept elsewhere, without a step back to before it. */
  load(id: string, entry: Entry): void {
    this.#set(id, { now: entry, before: [] });
  }

  /** What was given or set aside is entered again, without a step back to before it. */
  bringBack(id: string, entry: Entry): void {
    this.load(id, entry);
    this.#changed(id, entry);
  }

  canUndo(id: string): boolean {
    return (this.#kept.get(id)?.before.length ?? 0) > 0;
  }

  /** One step back; false when there is none. */
  undo(id: string): boolean {
    const kept = this.#kept.get(id);
    const last = kept?.before.at(-1);
    if (kept === undefined || last === undefined) return false;
    this.#set(id, { now: last, before: kept.before.slice(0, -1) });
    this.#changed(id, last);
    return true;
  }

  /** It was given, or is not wanted any more. */
  forget(id: string): void {
    for (const listener of this.#forgetListeners) listener(id);
    if (!this.#kept.delete(id)) return;
    this.#tell();
  }

  /** Counts every change, for `useSyncExternalStore`. */
  version = (): number => this.#version;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears what a person entered, not what was loaded. */
  onChange(listener: (id: string, entry: Entry) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Hears what is not wanted any more. */
  onForget(listener: (id: string) => void): () => void {
    this.#forgetListeners.add(listener);
    return () => this.#forgetListeners.delete(listener);
  }

  #set(id: string, kept: Kept): void {
    this.#kept.set(id, kept);
    this.#tell();
  }

  #changed(id: string, entry: Entry): void {
    for (const listener of this.#changeListeners) listener(id, entry);
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
