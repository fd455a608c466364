import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import type { KeptVote } from './plan-votes.ts';

/**
 * Keeps votes as their file has them in the metadata of their comparison, under `votes`: those that do not count, that answer
 * nothing that is asked, or that say more. Each stays there once, however often it comes. Needs the content lock.
 */
export async function keepVotes(db: Tx, votes: readonly KeptVote[]): Promise<void> {
  if (votes.length === 0) return;
  const given = JSON.stringify(votes.map(({ comparisonId, vote }) => ({ comparison: comparisonId, vote })));
  // In one order, as everybody who locks several.
  await sql`select from comparisons where id = any(${votes.map(({ comparisonId }) => comparisonId)}::uuid[]) order by id for no key update`.execute(
    db,
  );
  await sql`
    update comparisons c set metadata = jsonb_set(coalesce(c.metadata, '{}'), '{votes}', coalesce(c.metadata -> 'votes', '[]') || v.votes)
    from (
      select x.comparison, jsonb_agg(x.vote order by x.nth) as votes
      from (
        select x.comparison, x.vote, min(x.nth) as nth
        from rows from (jsonb_to_recordset(${given}::jsonb) as (comparison uuid, vote jsonb)) with ordinality as x (comparison, vote, nth)
        group by x.comparison, x.vote
      ) x join comparisons k on k.id = x.comparison
      where not exists (select from jsonb_array_elements(k.metadata -> 'votes') as kept (vote) where kept.vote = x.vote)
      group by x.comparison
    ) v where c.id = v.comparison`.execute(db);
}
