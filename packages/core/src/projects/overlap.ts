import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { SharedOverlap } from '@pairwright/contract/projects';
import type { Tx } from '@pairwright/db/transaction';
import type { Overlap } from '@pairwright/domain/overlap';

/** Throws `invalid_request` where the shared comparisons would not get more judgments than the others. */
export function requireMore({ target, shared }: Overlap): void {
  if (shared === null || shared.judgments > target) return;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'shared.judgments',
        value: String(shared.judgments),
        rule: `must be more than the ${target} judgments of every comparison`,
        fix: 'Raise it, lower targetJudgments, or send null for shared.',
      },
    ],
  });
}

export function sharedColumns(shared: SharedOverlap | null) {
  return { shared_percent: shared?.percent ?? null, shared_judgments: shared?.judgments ?? null };
}

/** Gives every comparison that is not closed the target that the project now says; what disagreement has asked for stays. */
export async function retarget(db: Tx, projectId: string): Promise<void> {
  await sql`
    update comparisons c set target_judgments = greatest(c.asked, target_of(c.id, p.target_judgments, p.shared_percent, p.shared_judgments))
    from projects p
    where p.id = ${projectId} and c.project_id = p.id and c.state <> 'closed'
      and c.target_judgments <> greatest(c.asked, target_of(c.id, p.target_judgments, p.shared_percent, p.shared_judgments))`.execute(
    db,
  );
}
