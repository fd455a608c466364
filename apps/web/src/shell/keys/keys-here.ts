import type { MessageKey } from '../../i18n/keys.ts';

/** A key of what is on the screen, as the list of keys says it. */
export interface ToldKey {
  readonly id: string;
  readonly chords: readonly string[];
  readonly label: MessageKey;
}

/** Where `G` and a letter lead. */
export interface Place {
  readonly letter: string;
  readonly label: MessageKey;
  readonly href: string;
}

export interface KeysHere {
  readonly keys: readonly ToldKey[];
  readonly places: readonly Place[];
  /** The list of keys is open. */
  readonly isOpen: boolean;
}

const added = new Map<symbol, Partial<Pick<KeysHere, 'keys' | 'places'>>>();
const listeners = new Set<() => void>();
let here: KeysHere = { keys: [], places: [], isOpen: false };

function change(isOpen: boolean): void {
  const all = [...added.values()];
  here = {
    keys: all.flatMap(({ keys = [] }) => keys),
    places: all.flatMap(({ places = [] }) => places),
    isOpen,
  };
  for (const listener of listeners) listener();
}

/** Tells keys, or places, for as long as they are there. Gives the way to take them off. */
export function tell(what: Partial<Pick<KeysHere, 'keys' | 'places'>>): () => void {
  const id = Symbol('keys');
  added.set(id, what);
  change(here.isOpen);
  return () => {
    added.delete(id);
    change(here.isOpen);
  };
}

export function showKeys(isOpen: boolean): void {
  change(isOpen);
}

export const keysHere = (): KeysHere => here;

export function onKeysHere(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
