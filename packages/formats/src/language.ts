import type { Message } from '@pairwright/contract/shapes';
import { detectAll } from 'tinyld';

/** Fewer letters say too little in writings that many languages share. */
const fewestLetters = 10;
/** Of tinyld, 0 to 1: below, it is a guess between languages, or code. */
const leastAccuracy = 0.3;
/** More takes longer and hardly tells more. */
const longestLooked = 200;

/** Writings that one language is written in, with the share of letters that is enough. Japanese is mixed with Han. */
const writings = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.1],
  ['ko', /\p{Script=Hangul}/gu, 1 / 3],
  ['zh', /\p{Script=Han}/gu, 1 / 3],
] as const;

/**
 * The language of a text as a BCP 47 subtag: by its writing where that tells, else by the n-grams of its beginning (tinyld,
 * 64 languages, about three milliseconds). Null where nobody could say: too short, too mixed, code, no letters.
 */
export function languageOf(text: string): string | null {
  const looked = text.slice(0, longestLooked);
  const letters = looked.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  for (const [language, pattern, share] of writings)
    if ((looked.match(pattern)?.length ?? 0) >= letters * share) return language;
  if (letters < fewestLetters) return null;
  const [found] = detectAll(looked);
  return found === undefined || found.accuracy < leastAccuracy ? null : found.lang;
}

/** The language of a prompt: of the beginning of its texts, one after the other. */
export function languageOfPrompt(messages: readonly Message[]): string | null {
  return languageOf(messages.map(({ content }) => content ?? '').join('\n'));
}
