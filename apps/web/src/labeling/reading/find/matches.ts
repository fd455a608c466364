/** Everywhere a phrase stands in a text, whatever its case, without overlap. Half and full width are the same. */
export function matchesOf(text: string, phrase: string): (readonly [from: number, to: number])[] {
  const words = phrase.trim();
  if (words === '') return [];
  const parts = words.split(/\s+/).map((word) => [...word].map(either).join(''));
  const pattern = new RegExp(parts.join(String.raw`[^\S\n]+`), 'giu');
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length]);
}

/** A sign of ASCII, or its full-width twin of Chinese and Japanese texts. */
function either(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const twin =
    code > 0x20 && code < 0x7f ? code + 0xfee0 : code > 0xff00 && code < 0xff5f ? code - 0xfee0 : null;
  const plain = escaped(sign);
  return twin === null ? plain : `(?:${plain}|${escaped(String.fromCodePoint(twin))})`;
}

function escaped(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
