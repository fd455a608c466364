import { commonChinesePasswords } from './common-chinese-passwords.ts';

/** At most so many characters beside a common word are no help: `password2024!`. */
const MAX_ADDED = 5;
const LEET: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};

let common: Promise<ReadonlySet<string>> | undefined;

/** The common and leaked passwords, in small letters; read when the first password is chosen. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set([...dictionary['passwords-common'], ...commonChinesePasswords]),
  );
  return common;
}

/**
 * Whether a password is among the first that somebody would try: common or leaked ones, these with some characters around
 * them or with digits for letters, repetitions, runs of the alphabet or the digits, and what is known of the person (`own`).
 * There are no rules about kinds of characters: length is what helps (NIST SP 800-63B, 5.1.1.2).
 */
export async function isEasyPassword(password: string, own: readonly string[]): Promise<boolean> {
  const known = await commonPasswords();
  const text = password.normalize('NFKC').toLowerCase();
  if (isRun(text)) return true;
  const words = new Set(['pairwright', ...own.map((part) => part.normalize('NFKC').toLowerCase().trim())]);
  const unit = /^(.+?)\1+$/u.exec(text)?.[1];
  if (unit !== undefined && [...unit].length <= 4) return true;
  const letters = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const core = letters.length >= 2 && text.length - letters.length <= MAX_ADDED ? [letters] : [];
  const candidates = [text, ...core, ...(unit === undefined ? [] : [unit])];
  return candidates.some((word) =>
    [word, withoutLeet(word)].some((each) => known.has(each) || words.has(each)),
  );
}

function withoutLeet(text: string): string {
  return text.replaceAll(/[013457@$]/g, (sign) => LEET[sign] ?? sign);
}

/** `abcdefgh`, `98765432`, `11111111`: each character follows the one before by the same small step. */
function isRun(text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const [first = 0, second = 0] = points;
  const step = second - first;
  return Math.abs(step) <= 1 && points.every((point, index) => point === first + step * index);
}
