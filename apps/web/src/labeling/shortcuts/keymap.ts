import { ownSetting, parsed } from '../../device/own-settings.ts';
import type { Chord } from './chord.ts';

/** Keys a person has given to shortcuts in place of the usual ones, by the shortcut's id. Kept on this device, for them alone. */
export type Keymap = Readonly<Record<string, readonly Chord[]>>;

const own = ownSetting<Keymap>('keys', read);

export const keymap = own.get;
export const onKeymapChange = own.subscribe;

/** Gives a shortcut these keys; null gives the usual ones back. */
export function setChords(id: string, chords: readonly Chord[] | null): void {
  const rest = Object.fromEntries(Object.entries(keymap()).filter(([other]) => other !== id));
  own.set(chords === null ? rest : { ...rest, [id]: chords });
}

export function resetKeymap(): void {
  own.set({});
}

function read(text: string | null): Keymap {
  const kept = parsed(text);
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, chords]) => isChords(chords)));
}

function isChords(value: unknown): value is Chord[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((chord) => typeof chord === 'string' && chord !== '')
  );
}
