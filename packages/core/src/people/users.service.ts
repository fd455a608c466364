import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { User } from '@pairwright/contract/people';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { DB } from '@pairwright/db/tables.generated';
import { inTransaction } from '@pairwright/db/transaction';
import { hashNewPassword } from '../auth/new-password.ts';
import { endAllAccess } from '../auth/session.service.ts';
import { translateEmail } from '../auth/setup.service.ts';
import type { Context } from '../context.ts';
import { holds } from './named-like.sql.ts';
import { personById } from './owner-changes.ts';
import { lockOwners, requireAnotherOwner } from './owners.queries.ts';
import { readUser, toUser, userColumns } from './users.queries.ts';

const order = { columns: [{ ref: 'users.id', type: 'uuid' }], direction: 'desc' } as const;

/** All accounts that can sign in, or those with this in name or e-mail, newest first. */
export async function listUsers(
  ctx: Context,
  { search, ...page }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<User>> {
  const rows = await ctx.db.db
    .selectFrom('users')
    .select(userColumns)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .where((eb) =>
      search === undefined
        ? eb.lit(true)
        : eb.or([holds('users.name', search), holds('users.email', search)]),
    )
    .where(afterCursor<DB, 'users'>(order, page.cursor))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows.map(toUser), page.limit, (row) => [row.id]);
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: 'en' | 'zh-CN';
}

/** Makes an account with a first password. Throws `email_taken`. */
export async function createUser(ctx: Context, input: NewUser): Promise<User> {
  const passwordHash = await hashNewPassword(input.password, input);
  return inTransaction(ctx.db.db, async (db) => {
    const row = await db
      .insertInto('users')
      .values({
        id: ctx.ids.next(),
        kind: 'person',
        email: input.email,
        name: input.name,
        password_hash: passwordHash,
        locale: input.locale,
      })
      .returning(userColumns)
      .executeTakeFirstOrThrow()
      .catch(translateEmail);
    return toUser(row);
  });
}

/**
 * Disables or enables an account; disabling ends its sessions and tokens. One cannot disable oneself, and the last active
 * owner stays. Throws `not_found`, `last_owner` and `wrong_state`.
 */
export async function updateUser(
  ctx: Context,
  { userId, disabled }: { userId: string; disabled: boolean },
): Promise<User> {
  if (disabled && userId === ctx.actor.userId)
    throw new Problem('wrong_state', { detail: 'You cannot disable your own account.' });
  return inTransaction(ctx.db.db, async (db) => {
    if (disabled) await lockOwners(db);
    const user = await personById(db, userId);
    if (disabled && user.isOwner) await requireAnotherOwner(db, userId);
    await db
      .updateTable('users')
      .set({ disabled_at: disabled ? sql<string>`coalesce(disabled_at, now())` : null })
      .where('id', '=', userId)
      .execute();
    if (disabled) await endAllAccess(db, userId);
    return readUser(db, userId);
  });
}
