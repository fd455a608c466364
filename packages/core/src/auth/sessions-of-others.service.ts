import { Problem } from '@pairwright/contract/errors';
import type { Context } from '../context.ts';
import { endEverySession, endSessions } from './session.service.ts';

/** Signs somebody out everywhere, and says of how many sessions. Throws `not_found`. */
export async function endSessionsOf(ctx: Context, userId: string): Promise<number> {
  const { db } = ctx.db;
  const user = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (user === undefined) throw new Problem('not_found');
  return endSessions(db, userId);
}

/** Signs everybody out, but for the session that asks, and says of how many sessions. */
export function endAllSessions(ctx: Context, sessionToken: string | undefined): Promise<number> {
  return endEverySession(ctx.db.db, sessionToken);
}
