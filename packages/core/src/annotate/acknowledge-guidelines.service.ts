import { Problem } from '@pairwright/contract/errors';
import type { ProjectContext } from '../context.ts';
import { hasGuidelines } from './versions.queries.ts';

/** Notes that I have read a version of the guidelines; the first time counts. Throws Problem not_found. */
export async function acknowledgeGuidelines(ctx: ProjectContext, input: { version: number }): Promise<void> {
  if (!(await hasGuidelines(ctx.db, ctx.projectId, input.version))) throw new Problem('not_found');
  await ctx.db.db
    .insertInto('guidelines_acknowledgments')
    .values({ project_id: ctx.projectId, user_id: ctx.actor.userId, version: input.version })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
