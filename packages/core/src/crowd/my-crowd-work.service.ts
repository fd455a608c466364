import type { CallOutput } from '@pairwright/contract/client';
import type { Context } from '../context.ts';
import { crowdKeys } from '../secrets/stored-secrets.ts';
import { doneBy } from './crowd-links.service.ts';
import { ownCodeOf } from './signing.ts';
import { isOutForGood } from './standing.queries.ts';

interface ScreenOut {
  readonly projectId: string;
  readonly screenOutCode: string | null;
  readonly screenOutUrl: string | null;
}

/**
 * What the platform wants of this person, by the link they came by last; the code only once it is done, and what whoever cannot
 * do it leaves with only once there is nothing more for them.
 */
export async function getMyCrowdWork(ctx: Context): Promise<CallOutput<'getMyCrowdWork'>> {
  const row = await ctx.db.db
    .selectFrom('crowd_entries as e')
    .innerJoin('crowd_links as l', 'l.id', 'e.link_id')
    .innerJoin('crowd_people as p', (join) =>
      join.onRef('p.link_id', '=', 'e.link_id').onRef('p.user_id', '=', 'e.user_id'),
    )
    .select([
      'l.id',
      'l.project_id as projectId',
      'l.wanted',
      'l.completion_code as code',
      'l.return_url as returnUrl',
      'l.screen_out_code as screenOutCode',
      'l.screen_out_url as screenOutUrl',
      'l.signing_key as stored',
      'p.external_id as externalId',
      doneBy.as('done'),
    ])
    .where('e.user_id', '=', ctx.actor.userId)
    .orderBy('e.entered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { work: null };
  const { projectId, wanted, done } = row;
  const isDone = done >= wanted;
  return {
    work: {
      projectId,
      wanted,
      done,
      code: isDone
        ? (row.code ?? ownCodeOf(crowdKeys.open(ctx.sealer, row.id, row.stored), row.id, row.externalId))
        : null,
      returnUrl: isDone ? row.returnUrl : null,
      screenOut: isDone ? null : await screenOutOf(ctx, row),
    },
  };
}

/** What to leave with before the wanted number; null while there may be more to do, and where the link says nothing of it. */
async function screenOutOf(
  ctx: Context,
  { projectId, screenOutCode: code, screenOutUrl: returnUrl }: ScreenOut,
): Promise<{ code: string | null; returnUrl: string | null } | null> {
  if (code === null && returnUrl === null) return null;
  const isOut = await isOutForGood(ctx.db.db, { projectId, annotatorId: ctx.actor.userId });
  return isOut ? { code, returnUrl } : null;
}
