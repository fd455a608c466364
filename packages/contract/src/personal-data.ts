import { z } from 'zod';

/** What is looked for in texts. */
export const personalKinds = ['email', 'phone', 'identity', 'card', 'key'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** What becomes of a row with personal data: it goes in as it is, with `[EMAIL]` and the like in its texts, or not at all. */
export const personalDataPolicy = z.enum(['keep', 'mask', 'refuse']);
export type PersonalDataPolicy = z.infer<typeof personalDataPolicy>;
