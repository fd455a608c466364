import type { Me } from '@pairwright/contract/auth';
import { reaches } from '../access/reach.ts';
import type { Context } from '../context.ts';
import { readMe } from './me.queries.ts';

/** The signed-in person and their projects: those that the token is for. */
export async function getMe(ctx: Context): Promise<Me> {
  const me = await readMe(ctx.db.db, ctx.actor.userId);
  return { ...me, memberships: me.memberships.filter(({ projectId }) => reaches(ctx.actor, projectId)) };
}

/** Changes one's own name or language; what is left out stays. */
export async function updateMe(
  ctx: Context,
  input: { name?: string | undefined; locale?: 'en' | 'zh-CN' | undefined },
): Promise<Me> {
  const changes = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.locale === undefined ? {} : { locale: input.locale }),
  };
  if (Object.keys(changes).length > 0)
    await ctx.db.db.updateTable('users').set(changes).where('id', '=', ctx.actor.userId).execute();
  return getMe(ctx);
}
