import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { type Entered, isEmptyDraft } from '@pairwright/domain/judgment/missing';
import type { ProjectContext } from '../context.ts';

/**
 * Keeps what I have entered for an assignment and not given yet; the device that wrote last wins, and an empty draft takes
 * it away. Throws Problem not_found, or assignment_closed when there is a judgment.
 */
export async function saveDraft(
  ctx: ProjectContext,
  input: { assignmentId: string; draft: Entered },
): Promise<{ savedAt: string | null }> {
  const { assignmentId, draft } = input;
  return inTransaction(ctx.db.db, async (db) => {
    const mine = await db
      .selectFrom('assignments')
      .select('state')
      .where('id', '=', assignmentId)
      .where('annotator_id', '=', ctx.actor.userId)
      .where('project_id', '=', ctx.projectId)
      .forShare()
      .executeTakeFirst();
    if (mine === undefined) throw new Problem('not_found');
    if (mine.state === 'submitted')
      throw new Problem('assignment_closed', {
        detail: 'There is a judgment of yours. Take it back first, or give another one.',
      });
    if (isEmptyDraft(draft)) {
      await db.deleteFrom('drafts').where('assignment_id', '=', assignmentId).execute();
      return { savedAt: null };
    }
    const body = JSON.stringify(draft);
    const { saved_at: savedAt } = await db
      .insertInto('drafts')
      .values({ assignment_id: assignmentId, body })
      .onConflict((conflict) =>
        conflict.column('assignment_id').doUpdateSet({ body, saved_at: sql<string>`clock_timestamp()` }),
      )
      .returning('saved_at')
      .executeTakeFirstOrThrow();
    return { savedAt };
  });
}
