import { ownSetting, parsed } from '../../device/own-settings.ts';
import type { Held, Work } from './state.ts';

/** What keeps judgments from counting for now, and which content is covered. Kinds always shown are kept on this device, for this person. */
export class Holds {
  #unread = false;
  readonly #shown = new Set<string>();
  #kinds: readonly string[] = readKinds();
  #version = 0;
  readonly #listeners = new Set<() => void>();

  /** Why a judgment of this work would not count; null where it would. */
  of(work: Work | null): Held | null {
    if (this.#unread) return 'guidelines';
    return work !== null && this.covers(work) ? 'covered' : null;
  }

  /** Whether something about the guidelines has to be read first. */
  unread(unread: boolean): void {
    this.#unread = unread;
    this.#changed();
  }

  covers = ({ id, sensitive }: Work): boolean =>
    !this.#shown.has(id) && sensitive.some((kind) => !this.#kinds.includes(kind));

  /** Uncovers a work, and from now on also others of these kinds. */
  show(id: string, always: readonly string[]): void {
    this.#shown.add(id);
    if (always.length > 0) this.#kinds = keepKinds([...new Set([...this.#kinds, ...always])]);
    this.#changed();
  }

  version = (): number => this.#version;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const shownKinds = ownSetting<readonly string[]>('shown-kinds', (text) => {
  const kept = parsed(text);
  return Array.isArray(kept) ? kept.filter((kind) => typeof kind === 'string') : [];
});

/** Kinds of sensitive content that are not covered for this person on this device. */
export const readKinds = shownKinds.get;

export function keepKinds(kinds: readonly string[]): readonly string[] {
  shownKinds.set(kinds);
  return kinds;
}
