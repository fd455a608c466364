import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Session } from '@pairwright/contract/sessions';
import type { Context } from '../context.ts';
import { credentialHash } from './credentials.ts';
import { deviceOf } from './device.ts';
import { endSessions, ended } from './session.service.ts';

/** Where one is signed in, the last used first. `sessionToken` is the one that asks. */
export async function listSessions(ctx: Context, sessionToken: string | undefined): Promise<Session[]> {
  const rows = await ctx.db.db
    .selectFrom('sessions')
    .select([
      'id',
      'token_hash',
      'user_agent',
      'address',
      'created_at as createdAt',
      'last_used_at as lastUsedAt',
    ])
    .where('user_id', '=', ctx.actor.userId)
    .where(sql<boolean>`not ${ended}`)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  const own = sessionToken === undefined ? null : credentialHash(sessionToken);
  return rows.map(({ token_hash, user_agent, ...row }) => ({
    ...row,
    ...deviceOf(user_agent),
    isThis: own !== null && own.equals(token_hash),
  }));
}

/** Ends one of one's own sessions. Throws `not_found`. */
export async function endMySession(ctx: Context, sessionId: string): Promise<void> {
  const row = await ctx.db.db
    .deleteFrom('sessions')
    .where('id', '=', sessionId)
    .where('user_id', '=', ctx.actor.userId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
}

/** Ends all of one's sessions but the one that asks, and says how many. */
export function endMyOtherSessions(ctx: Context, sessionToken: string | undefined): Promise<number> {
  return endSessions(ctx.db.db, ctx.actor.userId, sessionToken);
}
