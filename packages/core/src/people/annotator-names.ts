import type { ProjectContext } from '../context.ts';
import { pseudonym } from '../datasets/pseudonyms.ts';

/** Gives annotators the names under which the actor may know them: researchers know pseudonyms only. */
export async function annotatorNaming(
  ctx: Pick<ProjectContext, 'db' | 'projectId' | 'role'>,
): Promise<(annotator: { readonly id: string; readonly name: string }) => string> {
  if (ctx.role !== 'researcher') return ({ name }) => name;
  const { annotator_key: key } = await ctx.db.db
    .selectFrom('projects')
    .select('annotator_key')
    .where('id', '=', ctx.projectId)
    .executeTakeFirstOrThrow();
  return ({ id }) => pseudonym(key, id);
}
