import { z } from 'zod';

/**
 * A label has a new version when one of these is not as it was. values: of the responses, of questions about each by itself, or
 * of the steps of one; order: the consensus of rankings. Soft labels move with every model and make no version.
 */
export const decisivePart = z.enum([
  'method',
  'result',
  'reason',
  'winner',
  'strength',
  'votesUsed',
  'decisionId',
  'values',
  'order',
]);
