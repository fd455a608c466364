import type { CallOutput } from '@pairwright/contract/client';
import type { Context } from '../context.ts';
import { crowdKeys } from '../secrets/stored-secrets.ts';
import { doneBy } from './crowd-links.service.ts';
import { completionCodeOf } from './signing.ts';

/** What the platform wants of this person, by the link they came by last; the code only once it is done. */
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
        ? (row.code ??
          completionCodeOf(crowdKeys.open(ctx.sealer, row.id, row.stored), row.id, row.externalId))
        : null,
      returnUrl: isDone ? row.returnUrl : null,
    },
  };
}
