import { Problem } from '@pairwright/contract/errors';
import type { Context } from '../context.ts';
import { verifyPassword } from './password-hash.ts';
import { countAttempt } from './throttle.service.ts';

export interface OwnAccount {
  readonly email: string | null;
  readonly name: string;
  /** The hash that was checked: a change must still find it. */
  readonly passwordHash: string;
}

/** Asks for one's own password again before something that matters. Throws `wrong_password` or `too_many_requests`. */
export async function requireOwnPassword(ctx: Context, password: string): Promise<OwnAccount> {
  const { db } = ctx.db;
  const key = `password:${ctx.actor.userId}`;
  await countAttempt(db, [{ key, max: 10 }]);
  const user = await db
    .selectFrom('users')
    .select(['email', 'name', 'password_hash'])
    .where('id', '=', ctx.actor.userId)
    .executeTakeFirst();
  const stored = user?.password_hash ?? null;
  if (!(await verifyPassword(stored, password)) || user === undefined || stored === null)
    throw new Problem('wrong_password');
  await db.deleteFrom('throttles').where('key', '=', key).execute();
  return { email: user.email, name: user.name, passwordHash: stored };
}
