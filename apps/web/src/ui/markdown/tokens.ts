import type { Token } from './highlight.ts';

/** Longer code stays plain: colouring it would be felt. */
const longestColoured = 20_000;
const mostKept = 200;

const kept = new Map<string, Token[] | null>();

/** The coloured pieces of code if they are known; null where it stays plain, undefined where nobody has asked yet. */
export function knownTokens(code: string, language: string | null): Token[] | null | undefined {
  return language === null || code.length > longestColoured ? null : kept.get(keyOf(code, language));
}

/** Cuts code into coloured pieces, null where it stays plain. Fails where what does it cannot be loaded. */
export async function tokensOf(code: string, language: string | null): Promise<Token[] | null> {
  const known = knownTokens(code, language);
  if (known !== undefined || language === null) return known ?? null;
  const tokens = await (await import('./highlight.ts')).highlight(code, language);
  if (kept.size >= mostKept) kept.clear();
  kept.set(keyOf(code, language), tokens);
  return tokens;
}

function keyOf(code: string, language: string): string {
  return `${language}\n${code}`;
}
