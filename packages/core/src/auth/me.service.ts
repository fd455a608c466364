import type { Me } from '@pairwright/contract/auth';
import type { Context } from '../context.ts';
import { readMe } from './me.queries.ts';

/** The signed-in person and their projects. */
export function getMe(ctx: Context): Promise<Me> {
  return readMe(ctx.db.db, ctx.actor.userId);
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
