import type { Tx } from '@pairwright/db/transaction';
import { fits } from '@pairwright/domain/judgment/form';
import { readProject } from '../projects/projects.queries.ts';
import { isReadable } from '../withdrawals/readable.sql.ts';

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
  await db
    .updateTable('comparisons as c')
    .set({ state: open ? 'open' : 'unfit' })
    .where('c.id', '=', of.comparisonId)
    .where('c.state', '<>', 'withdrawn')
    .where(isReadable)
    .execute();
}
