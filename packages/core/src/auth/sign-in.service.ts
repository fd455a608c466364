import type { Me } from '@pairwright/contract/auth';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context, Services } from '../context.ts';
import { readMe } from './me.queries.ts';
import { hashNewPassword } from './new-password.ts';
import { hashPassword, needsRehash, verifyPassword } from './password-hash.ts';
import { requireOwnPassword } from './own-password.ts';
import { endSession, endSessions, startSession } from './session.service.ts';
import { asksForCode, takeCode } from './second-factor.service.ts';
import { accountLimit, addressLimit, countAttempt, forgiveAttempt, giveBack } from './throttle.service.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** Of an authenticator app, or a recovery code; asked for with `second_factor_needed`. */
  readonly code: string | undefined;
  /** Where the request came from, as far as proxies are believed. */
  readonly address: string;
  readonly userAgent: string | undefined;
}

/**
 * Checks the password and starts a session. An unknown e-mail, a disabled account and a wrong password do the same work
 * and give the same `wrong_credentials`; too many of them give `too_many_requests`. Only after a right password it throws
 * `second_factor_needed` and `wrong_code`.
 */
export async function signIn(ctx: Services, input: SignIn): Promise<{ me: Me; token: string }> {
  const { db } = ctx.db;
  const account = accountLimit(input.email);
  const address = addressLimit(input.address);
  await countAttempt(db, [address, account]);
  const user = await db
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where('email', '=', input.email)
    .where('kind', '=', 'person')
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  const stored = user?.password_hash ?? null;
  if (!(await verifyPassword(stored, input.password)) || user === undefined || stored === null)
    throw new Problem('wrong_credentials');
  const needsCode = await asksForCode(db, user.id);
  if (needsCode && input.code === undefined) {
    await giveBack(db, address);
    throw new Problem('second_factor_needed');
  }
  const fresh = needsRehash(stored) ? await hashPassword(input.password) : undefined;
  return inTransaction(db, async (db) => {
    // Only while it is still the hash that was checked: a password changed meanwhile must win.
    const current = await db
      .selectFrom('users')
      .select('id')
      .where('id', '=', user.id)
      .where('password_hash', '=', stored)
      .where('disabled_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (current === undefined) throw new Problem('wrong_credentials');
    if (needsCode && !(await takeCode(ctx, db, { userId: user.id, code: input.code ?? '' })))
      throw new Problem('wrong_code');
    if (fresh !== undefined)
      await db.updateTable('users').set({ password_hash: fresh }).where('id', '=', user.id).execute();
    await forgiveAttempt(db, account, address);
    const { userAgent } = input;
    const token = await startSession(db, { userId: user.id, userAgent, address: input.address });
    return { me: await readMe(db, user.id), token };
  });
}

/** Ends the session of this token on the server; nothing to do is fine. */
export async function signOut(ctx: Services, token: string | undefined): Promise<void> {
  if (token === undefined) return;
  await inTransaction(ctx.db.db, async (db) => ({ userId: await endSession(db, token) }));
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly userAgent: string | undefined;
  readonly address: string;
}

/**
 * Changes one's own password. All sessions end, this one too: it goes on under the new token given back. Throws
 * `wrong_password`, `password_too_common` or `too_many_requests`.
 */
export async function changePassword(ctx: Context, input: PasswordChange): Promise<string> {
  const account = await requireOwnPassword(ctx, input.currentPassword);
  const passwordHash = await hashNewPassword(input.newPassword, account);
  return inTransaction(ctx.db.db, async (db) => {
    const done = await db
      .updateTable('users')
      .set({ password_hash: passwordHash })
      .where('id', '=', ctx.actor.userId)
      .where('password_hash', '=', account.passwordHash)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new Problem('wrong_password');
    await endSessions(db, ctx.actor.userId);
    await db.deleteFrom('password_resets').where('user_id', '=', ctx.actor.userId).execute();
    return startSession(db, { userId: ctx.actor.userId, userAgent: input.userAgent, address: input.address });
  });
}
