import { z } from 'zod';
import { count } from './shapes.ts';

/** What becomes of a prompt whose row names no language: it stays without one, or takes the one that its text seems to be in. */
export const languagePolicy = z.enum(['keep', 'detect']);
export type LanguagePolicy = z.infer<typeof languagePolicy>;

/** Prompts by the language that was detected, most first; null: it was not clear, and they stay without one. */
export const detectedLanguages = z.array(z.strictObject({ language: z.string().nullable(), prompts: count }));
export type DetectedLanguages = z.infer<typeof detectedLanguages>;
