import type { Chord } from './chord.ts';

/** Keys a person has given to shortcuts in place of the usual ones, by the shortcut's id. Kept on this device. */
export type Keymap = Readonly<Record<string, readonly Chord[]>>;

const storageKey = 'pairwright.keys';
const listeners = new Set<() => void>();
let current: Keymap | null = null;

export function keymap(): Keymap {
  current ??= read();
  return current;
}

/** Gives a shortcut these keys; null gives the usual ones back. */
export function setChords(id: string, chords: readonly Chord[] | null): void {
  const rest = Object.fromEntries(Object.entries(keymap()).filter(([other]) => other !== id));
  write(chords === null ? rest : { ...rest, [id]: chords });
}

export function resetKeymap(): void {
  write({});
}

export function onKeymapChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function write(next: Keymap): void {
  current = next;
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Storage may be forbidden; the keys then last until reload.
  }
  for (const listener of listeners) listener();
}

function read(): Keymap {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, chords]) => isChords(chords)));
  } catch {
    return {};
  }
}

function isChords(value: unknown): value is Chord[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((chord) => typeof chord === 'string' && chord !== '')
  );
}
