/** Letters and digits of scripts that are written from right to left, and marks that turn the direction. */
const turns =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200F\u202A-\u202E\u2066\u2067]/u;

/** FIRST STRONG ISOLATE: what follows has the direction of its own first letter, and turns nothing around it. */
const OPEN = '\u2068';
/** POP DIRECTIONAL ISOLATE. */
const CLOSE = '\u2069';

/**
 * Foreign text for where no element can stand, as in an `<option>` or a label of sentences, in its own direction like `<bdi
 * dir="auto">`. Text that turns nothing, or is isolated already, stays as it is: the characters are in the text.
 */
export function isolated(text: string): string {
  if (!turns.test(text) || text.includes(OPEN)) return text;
  return `${OPEN}${text}${CLOSE}`;
}
