import { Problem } from '@pairwright/contract/errors';
import type { User } from '@pairwright/contract/people';
import type { Executor } from '@pairwright/db/database';

export const userColumns = [
  'id',
  'email',
  'name',
  'is_owner as isOwner',
  'is_demo as isDemo',
  'created_at as createdAt',
  'disabled_at as disabledAt',
] as const;

/** A person as the list shows them. */
export async function readUser(db: Executor, userId: string): Promise<User> {
  return toUser(
    await db.selectFrom('users').select(userColumns).where('id', '=', userId).executeTakeFirstOrThrow(),
  );
}

/** Of a row with these columns. */
export function toUser(row: Omit<User, 'email'> & { email: string | null }): User {
  // The table's check: a person has an e-mail.
  return { ...row, email: row.email as string };
}

/** Whose account has this e-mail, for whoever runs the installation. Throws `not_found`. */
export async function idByEmail(db: Executor, email: string): Promise<string> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .where('kind', '=', 'person')
    .executeTakeFirst();
  if (row === undefined)
    throw new Problem('not_found', { detail: `No account has the e-mail ${email.trim()}. Correct it.` });
  return row.id;
}
