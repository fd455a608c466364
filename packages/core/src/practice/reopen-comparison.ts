import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { fits } from '@pairwright/domain/judgment/form';
import { readProject } from '../projects/projects.queries.ts';

/**
 * Opens a comparison for work again that was kept for its known answer; unfit where the question cannot be asked of it. One that is
 * withdrawn waits until it is returned.
 */
export async function reopenComparison(
  db: Tx,
  of: { projectId: string; comparisonId: string },
): Promise<void> {
  const { question } = await readProject(db, of.projectId);
  const comparison = await db
    .selectFrom('comparisons')
    .select('response_ids')
    .where('id', '=', of.comparisonId)
    .executeTakeFirstOrThrow();
  const open = fits(question.form.main, comparison.response_ids.length);
  // A comparison without its texts stays closed: nobody could read it.
  const readable = sql<boolean>`not exists (
    select from unnest(response_ids) as u (id) join responses r on r.id = u.id where r.messages is null)`;
  await db
    .updateTable('comparisons')
    .set({ state: open ? 'open' : 'unfit' })
    .where('id', '=', of.comparisonId)
    .where('state', '<>', 'withdrawn')
    .where(readable)
    .execute();
}
