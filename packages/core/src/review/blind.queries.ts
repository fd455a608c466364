import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { judgedBy, wroteIn } from './own-work.sql.ts';

interface Blind {
  readonly comparisonIds: readonly string[];
  readonly userId: string;
  /** The project lets reviewers decide their own work. */
  readonly ownWork: boolean;
}

/**
 * Which of these comparisons wait for a review that this person may make, and have neither been decided by them in this turn nor been
 * shown to them. Labels are as of this moment.
 */
export async function findBlind(db: Executor, { comparisonIds, userId, ownWork }: Blind): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from comparisons c join resolutions r on r.comparison_id = c.id and r.question = 'main'
    where c.id = any(${comparisonIds}::uuid[]) and c.state <> 'withdrawn' and r.review_score > 0 and r.decision_id is null
      -- Of a gold comparison or an example the answer is known: nobody judges it blind any more.
      and not exists (select from gold_items g where g.comparison_id = c.id)
      and not exists (select from practice_examples e where e.comparison_id = c.id)
      and not exists (select from review_events e where e.comparison_id = c.id and e.kind = 'revealed' and e.actor_id = ${userId})
      and not exists (select from adjudications a where a.comparison_id = c.id and a.reviewer_id = ${userId} and a.turn = (
        select count(*) from review_decisions d where d.comparison_id = c.id and d.withdrawn_at is not null))
      and (${ownWork}::boolean or not (${judgedBy(sql`c.id`, userId)} or ${wroteIn(sql`c.response_ids`, userId)}))`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
