import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS } from './caller.queries.ts';
import { credentialHash, newSessionToken } from './credentials.ts';

export interface NewSession {
  readonly userId: string;
  readonly userAgent: string | undefined;
}

/** Starts a session and gives its token, which is stored nowhere. Sessions of this person that have ended go. */
export async function startSession(db: Executor, session: NewSession): Promise<string> {
  const token = newSessionToken();
  await db.deleteFrom('sessions').where('user_id', '=', session.userId).where(ended).execute();
  await db
    .insertInto('sessions')
    .values({
      token_hash: credentialHash(token),
      user_id: session.userId,
      expires_at: sql<string>`now() + make_interval(days => ${SESSION_ABSOLUTE_DAYS})`,
      user_agent: session.userAgent?.slice(0, 300) ?? null,
    })
    .execute();
  return token;
}

const ended = sql<boolean>`(expires_at <= now() or last_used_at <= now() - make_interval(days => ${SESSION_IDLE_DAYS}))`;

/** Ends the session of this token; says whose it was, null when there was none. */
export async function endSession(db: Executor, token: string): Promise<string | null> {
  const row = await db
    .deleteFrom('sessions')
    .where('token_hash', '=', credentialHash(token))
    .returning('user_id')
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** Ends all sessions of a person, except the one whose token is given. */
export async function endSessions(db: Executor, userId: string, exceptToken?: string): Promise<void> {
  const all = db.deleteFrom('sessions').where('user_id', '=', userId);
  await (
    exceptToken === undefined ? all : all.where('token_hash', '!=', credentialHash(exceptToken))
  ).execute();
}
