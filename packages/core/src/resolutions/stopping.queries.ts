import type { StoppingLook } from '@pairwright/contract/resolutions';
import type { Executor } from '@pairwright/db/database';

/** What the last judgment on which people differed was weighed by, where the policy asks for more; null where it does not. */
export async function findStoppingLook(db: Executor, comparisonId: string): Promise<StoppingLook | null> {
  const row = await db
    .selectFrom('adaptive_looks as l')
    .innerJoin('comparisons as c', 'c.id', 'l.comparison_id')
    .select([
      'l.judgments',
      'l.lead',
      'l.needed',
      'l.accuracy',
      'l.learnt',
      'l.voters',
      'c.target_judgments as target',
      'c.contested',
      'l.looked_at as lookedAt',
    ])
    .where('l.comparison_id', '=', comparisonId)
    .executeTakeFirst();
  return row ?? null;
}
