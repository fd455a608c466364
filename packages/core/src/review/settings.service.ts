import type { ReviewSettings } from '@pairwright/contract/review';
import { sql } from 'kysely';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import { noteAllChanged } from '../resolutions/model.queries.ts';
import { logEvent } from './events.queries.ts';

export async function getReviewSettings(ctx: ProjectContext): Promise<ReviewSettings> {
  return readSettings(ctx.db.db, ctx.projectId);
}

/** Another method makes all labels anew, in the background; reviews that are begun go on as they were. */
export async function updateReviewSettings(
  ctx: ProjectContext,
  settings: ReviewSettings,
): Promise<ReviewSettings> {
  const { projectId } = ctx;
  const isNewMethod = await inTransaction(ctx.db.db, async (db) => {
    const before = await readSettings(db, projectId);
    const { ownWork, ...rest } = settings;
    const values = {
      ...rest,
      own_work: ownWork,
      updated_by: ctx.actor.userId,
      updated_at: sql<string>`now()`,
    };
    await db
      .insertInto('review_settings')
      .values({ project_id: projectId, ...values })
      .onConflict((conflict) => conflict.column('project_id').doUpdateSet(values))
      .execute();
    await logEvent(db, ctx, {
      kind: 'settings_changed',
      comparisonId: null,
      facts: { before, after: settings },
    });
    if (before.method === settings.method) return false;
    await noteAllChanged(db, projectId);
    return true;
  });
  if (isNewMethod)
    await ctx.queue.enqueue('resolutions.refresh', { projectId, learn: settings.method === 'weighted' });
  return settings;
}
