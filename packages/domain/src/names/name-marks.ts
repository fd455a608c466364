/** Scripts by their codes (ISO 15924), those whose letters are taken for each other's first. */
const scripts = [
  ['Latn', /\p{Script=Latin}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Cher', /\p{Script=Cherokee}/u],
  ['Copt', /\p{Script=Coptic}/u],
  ['Geor', /\p{Script=Georgian}/u],
  ['Lisu', /\p{Script=Lisu}/u],
  ['Hani', /\p{Script=Han}/u],
  ['Hira', /\p{Script=Hiragana}/u],
  ['Kana', /\p{Script=Katakana}/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Bopo', /\p{Script=Bopomofo}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Hebr', /\p{Script=Hebrew}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
] as const;

/** Written together in one word by whole peoples. */
const together = [
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
];

/** What nobody sees, or what turns the direction of what follows. */
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]/gu;
/** Belongs to the sign before it: in drawn signs, and between letters of scripts that join. */
const belongs =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\u20E3\uFE0F])[\uFE0F\u200D]|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}])[\u200C\u200D]/gu;

/**
 * Codes of the scripts that one word of a name mixes though nobody writes them together, as a Cyrillic а in «аdmin»; empty
 * where none does.
 */
export function mixedScripts(name: string): string[] {
  for (const [word] of name.matchAll(/[\p{L}\p{M}]+/gu)) {
    const found = scripts.filter(([, letters]) => letters.test(word)).map(([code]) => code);
    if (found.length > 1 && !together.some((set) => found.every((code) => set.includes(code)))) return found;
  }
  return [];
}

export function hasHidden(name: string): boolean {
  return name.replace(belongs, '').search(hidden) >= 0;
}

/** The name with what is hidden in it as its number, so that it is seen and turns nothing. */
export function withHiddenShown(name: string): string {
  if (!hasHidden(name)) return name;
  const number = (character: string): string =>
    `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
  return name.replace(hidden, number);
}
