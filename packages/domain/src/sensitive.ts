import type { SensitiveCategory } from '@pairwright/contract/shapes';

/** Kinds of content that somebody may ask not to see, in the order they are offered. */
export const sensitiveCategories = [
  'sexual',
  'violence',
  'graphic',
  'self_harm',
  'hate',
  'harassment',
  'illegal',
  'medical',
  'other',
] as const satisfies readonly SensitiveCategory[];
