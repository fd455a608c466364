/** Letters and digits of scripts that are written from right to left, and marks that turn the direction. */
const turns =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200F\u202A-\u202E]/u;

/** LEFT-TO-RIGHT, RIGHT-TO-LEFT and FIRST STRONG ISOLATE. */
const opens = /[\u2066-\u2068]/u;
/** FIRST STRONG ISOLATE: what follows has the direction of its own first letter, and turns nothing around it. */
const OPEN = '\u2068';
/** POP DIRECTIONAL ISOLATE. */
const CLOSE = '\u2069';

/**
 * Foreign text for where no element can stand, as in an `<option>` or in a sentence, in its own direction like `<bdi
 * dir="auto">`. Text that turns nothing, or is isolated already, stays as it is: the characters are in the text. Ends of
 * isolates that nobody began are left out, for they would end this one; what was begun is ended.
 */
export function isolated(text: string): string {
  const { kept, outside, open, strays } = isolatesOf(text);
  if (open === 0 && strays === 0 && !turns.test(outside)) return text;
  return `${OPEN}${kept}${CLOSE.repeat(open + 1)}`;
}

interface Isolates {
  /** The text without strays. */
  readonly kept: string;
  /** What no isolate holds. */
  readonly outside: string;
  /** How many are not ended. */
  readonly open: number;
  /** Ends without a beginning. */
  readonly strays: number;
}

function isolatesOf(text: string): Isolates {
  let [kept, outside, open, strays] = ['', '', 0, 0];
  for (const sign of text) {
    if (sign === CLOSE && open === 0) {
      strays += 1;
      continue;
    }
    if (opens.test(sign)) open += 1;
    else if (sign === CLOSE) open -= 1;
    else if (open === 0) outside += sign;
    kept += sign;
  }
  return { kept, outside, open, strays };
}

/** Values of a message, those of other people's texts isolated from the sentence around them. */
export function isolatedValues(
  values: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolated(value) : value,
    ]),
  );
}

/** What somebody typed or pasted, without the signs that `isolated` puts around what is copied from the screen. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/gu, '');
}
