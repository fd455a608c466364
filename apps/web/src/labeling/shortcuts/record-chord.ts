import type { Chord, KeyLike } from './chord.ts';

const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);

/**
 * The chord of a key press, for giving a shortcut another key. Null for a modifier alone, and for keys the browser or an
 * input method keeps for itself: Tab, Escape, and everything with Ctrl or Command.
 */
export function recordChord(event: KeyLike): Chord | null {
  if (modifiers.has(event.key) || event.key === 'Tab' || event.key === 'Escape') return null;
  if (event.ctrlKey || event.metaKey) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined && !event.shiftKey) return withModifiers(event, digit);
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const typed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (/^[a-z]$/.test(typed)) return withModifiers(event, typed);
  if (letter !== undefined) return withModifiers(event, letter);
  // A sign says itself whether Shift is needed.
  return typed.length === 1 && typed !== ' ' ? typed : withModifiers(event, typed);
}

function withModifiers({ altKey, shiftKey }: KeyLike, key: string): Chord {
  return `${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}${key}`;
}
