import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { credentialHash } from './credentials.ts';
import { newLinkToken } from './link-tokens.ts';

export interface NewReset {
  readonly userId: string;
  /** Null: by a mail, or by the operator. */
  readonly createdBy: string | null;
  /** How long it is good. */
  readonly minutes: number;
}

/** The secret of a new link for a new password; earlier links of the person end. */
export async function insertReset(
  db: Executor,
  { userId, createdBy, minutes }: NewReset,
): Promise<{ token: string; expiresAt: string }> {
  const token = newLinkToken('reset');
  await db.deleteFrom('password_resets').where('user_id', '=', userId).execute();
  const { expiresAt } = await db
    .insertInto('password_resets')
    .values({
      token_hash: credentialHash(token),
      user_id: userId,
      created_by: createdBy,
      expires_at: sql<string>`${steadyNow} + make_interval(mins => ${minutes})`,
    })
    .returning('expires_at as expiresAt')
    .executeTakeFirstOrThrow();
  return { token, expiresAt };
}
