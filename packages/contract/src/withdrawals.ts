import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, projectParams, timestamp } from './shapes.ts';

/**
 * Comparisons that must not be judged any more, by themselves or with all of their batch: nobody gets them, they are in no count
 * and no row, and what was said of them counts in nothing but pay. It stays, and they come back as they were.
 */
const tag = 'Routing';
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;
const because = z.string().trim().min(1).max(2000);

export const withdrawal = z.strictObject({
  because: z.string(),
  by: z.string(),
  at: timestamp,
});
export type Withdrawal = z.infer<typeof withdrawal>;

const moved = z.strictObject({
  /** Comparisons that were taken out of work, or came back. */
  comparisons: count,
});

const ofComparison = projectParams.extend({ comparisonId: id });
const ofBatch = projectParams.extend({ batchId: id });

export const withdrawComparison = endpoint({
  method: 'POST',
  path: '/projects/:projectId/comparisons/:comparisonId/withdraw',
  tag,
  access: manage,
  summary:
    'Take a comparison out of work, counts, statistics and new versions; its judgments stay, and are paid',
  params: ofComparison,
  body: z.strictObject({ because }),
  response: moved,
  errors: ['wrong_state'],
});

export const returnComparison = endpoint({
  method: 'POST',
  path: '/projects/:projectId/comparisons/:comparisonId/return',
  tag,
  access: manage,
  summary: 'Take a comparison back into work; one whose batch is withdrawn comes with that',
  params: ofComparison,
  response: moved,
  errors: ['wrong_state'],
});

export const withdrawBatch = endpoint({
  method: 'POST',
  path: '/projects/:projectId/batches/:batchId/withdraw',
  tag,
  access: manage,
  summary:
    'Take all comparisons of a batch out of work, counts, statistics and new versions; their judgments stay, and are paid',
  params: ofBatch,
  body: z.strictObject({ because }),
  response: moved,
  errors: ['wrong_state'],
});

export const returnBatch = endpoint({
  method: 'POST',
  path: '/projects/:projectId/batches/:batchId/return',
  tag,
  access: manage,
  summary: 'Take a batch back into work, but for comparisons that are withdrawn by themselves',
  params: ofBatch,
  response: moved,
  errors: ['wrong_state'],
});
