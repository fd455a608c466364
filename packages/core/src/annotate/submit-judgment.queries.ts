import type { Receipt } from '@pairwright/contract/annotate';
import type { Database } from '@pairwright/db/database';
import { prepared } from '@pairwright/db/prepared';
import type { Decision } from '@pairwright/domain/scale';

export interface NewJudgment {
  readonly id: string;
  readonly projectId: string;
  readonly assignmentId: string;
  readonly annotatorId: string;
  readonly questionVersion: number;
  readonly guidelinesVersion: number;
  /** As if the responses had been shown in canonical order; the statement turns it round where they were not. */
  readonly decision: Decision;
  readonly rationale: string | null;
  readonly view: string;
  readonly activeMs: number;
  readonly payloadHash: Buffer;
}

export interface Stored {
  readonly status: Receipt['status'] | 'not_found' | 'conflict';
  readonly created_at: string;
}

export const submitStatement = {
  name: 'submit_judgment',
  text: 'select status, created_at from submit_judgment($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
} as const;

/** Stores a judgment with its effect on assignment and counters, in one round trip. */
export async function storeJudgment(db: Database['pool'], judgment: NewJudgment): Promise<Stored> {
  const { decision } = judgment;
  const [stored] = await prepared<Stored>(db, {
    ...submitStatement,
    values: [
      judgment.id,
      judgment.projectId,
      judgment.assignmentId,
      judgment.annotatorId,
      judgment.questionVersion,
      judgment.guidelinesVersion,
      decision.outcome,
      decision.position,
      decision.strength,
      judgment.rationale,
      judgment.view,
      judgment.activeMs,
      judgment.payloadHash,
    ],
  });
  if (stored === undefined) throw new Error('submit_judgment gave no row');
  return stored;
}
