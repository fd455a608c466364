/** Lengths at which trainers cut or drop rows. */
export const tokenLimits = [512, 1_024, 2_048, 4_096, 8_192] as const;
/** TRL's own. */
export const usualLimit = 1_024;
/** What a chat template puts around a message. */
export const tokensPerMessage = 4;

/**
 * Tokens of a message without a tokenizer: a quarter of its characters, one for each Chinese, Japanese or Korean one, and 4
 * for the template around it. Wide characters are what UTF-8 needs more than one byte for, halved: 3 bytes are one, 2 bytes
 * (accented, Cyrillic) half a one, 4 bytes (emoji) one and a half. Cautious: today's tokenizers put two Chinese characters
 * into three tokens or fewer. `characters` are code points, `bytes` those of UTF-8.
 */
export function estimateTokens({ characters, bytes }: { characters: number; bytes: number }): number {
  const wide = (bytes - characters) / 2;
  return Math.ceil(Math.max(0, characters - wide) / 4 + wide) + tokensPerMessage;
}
