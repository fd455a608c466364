import { z } from 'zod';

/**
 * What becomes of past votes that only rate, where the question is about pairs or rankings: they are kept in the metadata,
 * or the response that is rated higher is taken for the preferred one.
 */
export const ratingVotes = z.enum(['keep', 'prefer']);
export type RatingVotes = z.infer<typeof ratingVotes>;
