import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS } from './caller.queries.ts';
import { credentialHash, newSessionToken } from './credentials.ts';

export interface NewSession {
  readonly userId: string;
  readonly userAgent: string | undefined;
  /** Where the sign-in came from, as far as proxies are believed. */
  readonly address: string | undefined;
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
      expires_at: sql<string>`${steadyNow} + make_interval(days => ${SESSION_ABSOLUTE_DAYS})`,
      last_used_at: steadyNow,
      user_agent: session.userAgent?.slice(0, 300) ?? null,
      address: session.address?.slice(0, 100) ?? null,
    })
    .execute();
  return token;
}

export const ended = sql<boolean>`(expires_at <= ${steadyNow} or last_used_at <= ${steadyNow} - make_interval(days => ${SESSION_IDLE_DAYS}))`;

/** Ends the session of this token; says whose it was, null when there was none. */
export async function endSession(db: Executor, token: string): Promise<string | null> {
  const row = await db
    .deleteFrom('sessions')
    .where('token_hash', '=', credentialHash(token))
    .returning('user_id')
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** Ends all sessions of a person, except the one whose token is given; says how many. */
export async function endSessions(db: Executor, userId: string, exceptToken?: string): Promise<number> {
  const all = db.deleteFrom('sessions').where('user_id', '=', userId);
  const done = await (
    exceptToken === undefined ? all : all.where('token_hash', '!=', credentialHash(exceptToken))
  ).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** Ends the sessions of everybody, except the one whose token is given; says how many. */
export async function endEverySession(db: Executor, exceptToken: string | undefined): Promise<number> {
  const all = db.deleteFrom('sessions');
  const done = await (
    exceptToken === undefined ? all : all.where('token_hash', '!=', credentialHash(exceptToken))
  ).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** Ends everything a person gets in by: sessions, API tokens and links for a new password. */
export async function endAllAccess(db: Executor, userId: string): Promise<void> {
  await endSessions(db, userId);
  await db.deleteFrom('password_resets').where('user_id', '=', userId).execute();
  await db
    .updateTable('api_tokens')
    .set({ revoked_at: sql<string>`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
}
