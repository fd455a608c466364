import type { AnnotatorSettings } from '@pairwright/contract/working-life';
import type { Context } from '../context.ts';

/** My settings that routing must know. */
export async function getMySettings(ctx: Context): Promise<AnnotatorSettings> {
  const row = await ctx.db.db
    .selectFrom('annotator_settings')
    .select('opt_out')
    .where('user_id', '=', ctx.actor.userId)
    .executeTakeFirst();
  return { optOut: (row?.opt_out ?? []) as AnnotatorSettings['optOut'] };
}

/** Replaces them. Work that I hold already stays mine. */
export async function updateMySettings(ctx: Context, input: AnnotatorSettings): Promise<AnnotatorSettings> {
  const optOut = [...new Set(input.optOut)];
  await ctx.db.db
    .insertInto('annotator_settings')
    .values({ user_id: ctx.actor.userId, opt_out: optOut })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ opt_out: optOut }))
    .execute();
  return { optOut };
}
