import type { MessageKey } from '../../i18n/keys.ts';
import { matchesChord } from './chord.ts';
import type { Chord, KeyLike } from './chord.ts';
import { keymap, onKeymapChange } from './keymap.ts';

/** From the innermost: what is open on top hears first, and what is below hears nothing. */
export type Scope = 'dialog' | 'field' | 'screen' | 'global';

export type ShortcutEvent = KeyLike & { repeat: boolean; timeStamp: number };

export interface Shortcut {
  id: string;
  scope: Scope;
  chords: readonly Chord[];
  label: MessageKey;
  labelValues?: Record<string, string | number>;
  /** Hears auto-repeat too and decides itself; the others ignore it. */
  hearsRepeat?: boolean;
  /** Works although single keys are switched off: it needs a modifier or leaves something. */
  always?: boolean;
  /** Works while something lies over all of the desk, like the guidelines on a small screen. */
  overDesk?: boolean;
  /** Its keys are names of what is on the screen, one for each: they cannot be changed. */
  fixed?: boolean;
  run: (event: ShortcutEvent) => void;
}

/** The one list of keys. The list people read is made from it, so the two cannot differ. */
export class ShortcutRegistry {
  readonly #shortcuts = new Map<string, Shortcut>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Shortcut[] = [];

  constructor() {
    onKeymapChange(() => this.#changed());
  }

  /** Adds shortcuts and gives the way to take them off. Two meanings for one key in a scope are refused. */
  register(shortcuts: readonly Shortcut[]): () => void {
    for (const shortcut of shortcuts) {
      const rival = this.#rivalOf(shortcut);
      if (rival !== undefined) {
        throw new Error(
          `The key of "${shortcut.id}" is taken by "${rival.id}" in the scope ${shortcut.scope}.`,
        );
      }
      this.#shortcuts.set(shortcut.id, shortcut);
    }
    this.#changed();
    return () => {
      for (const { id } of shortcuts) this.#shortcuts.delete(id);
      this.#changed();
    };
  }

  /** The shortcut this key press means in the scopes that can hear it. */
  find(event: ShortcutEvent, scopes: readonly Scope[]): Shortcut | null {
    for (const scope of scopes) {
      for (const shortcut of this.#list) {
        if (shortcut.scope === scope && shortcut.chords.some((chord) => matchesChord(chord, event)))
          return shortcut;
      }
    }
    return null;
  }

  /** All shortcuts with the keys they have now. */
  list = (): readonly Shortcut[] => this.#list;

  /** The shortcut that has this key now, in the scope of the other. */
  holderOf(chord: Chord, { id, scope }: Pick<Shortcut, 'id' | 'scope'>): Shortcut | null {
    const wanted = chord.toLowerCase();
    const holds = (other: Shortcut): boolean => other.chords.some((held) => held.toLowerCase() === wanted);
    return this.#list.find((other) => other.id !== id && other.scope === scope && holds(other)) ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #rivalOf(shortcut: Shortcut): Shortcut | undefined {
    const wanted = new Set(shortcut.chords.map((chord) => chord.toLowerCase()));
    return [...this.#shortcuts.values()].find(
      (other) =>
        other.id === shortcut.id ||
        (other.scope === shortcut.scope && other.chords.some((chord) => wanted.has(chord.toLowerCase()))),
    );
  }

  #changed(): void {
    this.#list = this.#asMapped();
    for (const listener of this.#listeners) listener();
  }

  /**
   * With the person's own keys. Where one of them names something else here, the usual ones hold; that may take its key
   * from another, so it goes round until every key has one meaning.
   */
  #asMapped(): Shortcut[] {
    const all = [...this.#shortcuts.values()];
    const own = new Map(
      all.flatMap(({ id, fixed }) => {
        const chords = fixed === true ? undefined : keymap()[id];
        return chords === undefined ? [] : [[id, chords] as const];
      }),
    );
    const now = ({ id, chords }: Shortcut): readonly Chord[] => own.get(id) ?? chords;
    const isTaken = (shortcut: Shortcut): boolean =>
      all.some(
        (other) =>
          other.id !== shortcut.id && other.scope === shortcut.scope && overlap(now(other), now(shortcut)),
      );
    for (;;) {
      const taken = all.filter((shortcut) => own.has(shortcut.id) && isTaken(shortcut));
      if (taken.length === 0) break;
      for (const { id } of taken) own.delete(id);
    }
    return all.map((shortcut) => (own.has(shortcut.id) ? { ...shortcut, chords: now(shortcut) } : shortcut));
  }
}

function overlap(some: readonly Chord[], others: readonly Chord[]): boolean {
  const held = new Set(some.map((chord) => chord.toLowerCase()));
  return others.some((chord) => held.has(chord.toLowerCase()));
}
