/** `1`..`9`, a letter, a named key, or one of them after `Ctrl+` (Command on a Mac), `Alt+` or `Shift+`. */
export type Chord = string;

export interface KeyLike {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState?: (name: string) => boolean;
}

interface Parsed {
  key: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

export function parseChord(chord: Chord): Parsed {
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  return {
    key: key === '' ? '+' : key,
    ctrl: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

export function matchesChord(chord: Chord, event: KeyLike): boolean {
  const { key, ctrl, alt, shift } = parseChord(chord);
  // AltGr reports Ctrl and Alt on some systems; it only makes another character.
  const graph = event.getModifierState?.('AltGraph') === true;
  const withCtrl = (event.ctrlKey || event.metaKey) && !graph;
  if ((event.altKey && !graph) !== alt) return false;
  if (withCtrl !== ctrl) return false;
  if (/^\d$/.test(key)) return shift ? isShiftedDigit(key, event) : isDigit(key, event);
  if (/^[a-z]$/i.test(key)) return event.shiftKey === shift && isLetter(key, event);
  // A sign like `?` says itself whether Shift is needed.
  if (key.length === 1 && key !== ' ') return event.key === key || (key === '?' && event.key === '？');
  return event.shiftKey === shift && event.key === key;
}

/** By physical place, the number pad too: on some layouts the top row gives signs, in Chinese input full-width digits. */
function isDigit(digit: string, event: KeyLike): boolean {
  if (event.code === `Numpad${digit}`) return /^[\d０-９]$/.test(event.key);
  if (event.code === `Digit${digit}`) return !event.shiftKey || event.key === digit;
  return event.code === '' && event.key === digit;
}

/** Where the top row gives digits only with Shift, Shift and a digit is that digit and nothing else. */
function isShiftedDigit(digit: string, event: KeyLike): boolean {
  return event.shiftKey && event.code === `Digit${digit}` && !/^[\d０-９]$/.test(event.key);
}

/** By the character; by place only where the keyboard gives no Latin letters. */
function isLetter(letter: string, event: KeyLike): boolean {
  const typed = event.key.toLowerCase();
  if (/^[a-z]$/.test(typed)) return typed === letter.toLowerCase();
  return typed.length === 1 && event.code === `Key${letter.toUpperCase()}`;
}

const shown: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
  Escape: 'Esc',
};

/** How `aria-keyshortcuts` names a chord. */
export function chordAria(chord: Chord): string {
  const { key, ctrl, alt, shift } = parseChord(chord);
  const name = key === ' ' ? 'Space' : key === '+' ? 'Plus' : key.length === 1 ? key.toUpperCase() : key;
  return [ctrl ? 'Control' : null, alt ? 'Alt' : null, shift ? 'Shift' : null, name]
    .filter((part) => part !== null)
    .join('+');
}

/** How a chord is printed on badges and in the list of keys. */
export function chordText(chord: Chord): string {
  const { key, ctrl, alt, shift } = parseChord(chord);
  const name = shown[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [ctrl ? 'Ctrl' : null, alt ? 'Alt' : null, shift ? 'Shift' : null, name]
    .filter((part) => part !== null)
    .join('+');
}
