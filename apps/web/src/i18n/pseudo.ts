/**
 * Languages for testing alone, made from English: one with accents and words 40 % longer, where text that does not fit or
 * is not in a catalogue is seen at once; one that runs from right to left. `localStorage['pairwright.pseudo']` switches them on.
 */
export const pseudoLocales = ['en-XA', 'ar-XB'] as const;
export type PseudoLocale = (typeof pseudoLocales)[number];

/** A compiled message: a text, or pieces of which some are placeholders. */
type Compiled = string | readonly unknown[];

const accents: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Ü',
};

// Right-to-left override and its end: English letters that run the other way.
const rtlStart = '\u202e';
const rtlEnd = '\u202c';

/** Every message of a catalogue in a test language; placeholders stay. */
export function pseudoCatalogue(
  messages: Readonly<Record<string, unknown>>,
  locale: PseudoLocale,
): Record<string, Compiled> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message as Compiled, locale)]),
  );
}

function pseudoMessage(message: Compiled, locale: PseudoLocale): Compiled {
  if (typeof message === 'string') return pseudoText(message, locale);
  return message.map((piece) =>
    typeof piece === 'string' ? pseudoText(piece, locale) : pseudoPlaceholder(piece, locale),
  );
}

/** `[name]`, or `[name, 'plural', { one: …, other: … }]` whose branches are messages themselves. */
function pseudoPlaceholder(piece: unknown, locale: PseudoLocale): unknown {
  if (!Array.isArray(piece)) return piece;
  return piece.map((part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).map(([branch, message]) => [
            branch,
            branch === 'offset' ? message : pseudoMessage(message as Compiled, locale),
          ]),
        )
      : part,
  );
}

function pseudoText(text: string, locale: PseudoLocale): string {
  if (text.trim() === '') return text;
  if (locale === 'ar-XB') return text.replace(/\p{Letter}[\p{Letter}\p{Mark}]*/gu, `${rtlStart}$&${rtlEnd}`);
  const accented = [...text].map((letter) => accents[letter] ?? letter).join('');
  const words = text.match(/\p{Letter}+/gu)?.length ?? 0;
  const longer = Math.max(words > 0 ? 1 : 0, Math.round(text.length * 0.4));
  return accented + 'ẋ'.repeat(longer);
}
