import { Problem } from '@pairwright/contract/errors';
import type { User } from '@pairwright/contract/people';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import { translateEmail } from '../auth/setup.service.ts';
import type { Context } from '../context.ts';
import type { Post } from '../mail/post.ts';
import { tellOfAccess } from './access-of-others.ts';
import { personById, requireTypedEmail } from './owner-changes.ts';
import { readUser } from './users.queries.ts';

export interface ChangeOfEmail {
  readonly userId: string;
  /** The e-mail of the account, as who asks has typed it. */
  readonly email: string;
  readonly newEmail: string;
  readonly proof: Proof;
}

/**
 * Changes the e-mail of an account, also of one's own, and writes to both addresses. Invitations and requests by the old
 * address follow, links for a new password end. Throws as `requireProof`, `not_found`, `invalid_request` when the typed e-mail
 * is not theirs or is the new one, `wrong_state` for accounts of the demo, and `email_taken`.
 */
export async function changeEmail(ctx: Context, input: ChangeOfEmail, post: Post): Promise<User> {
  await requireProof(ctx, input.proof);
  const { userId, email, newEmail } = input;
  const done = await inTransaction(ctx.db.db, async (db) => {
    const person = await personById(db, userId);
    requireTypedEmail(person, email);
    if (person.isDemo)
      throw new Problem('wrong_state', {
        detail: 'The sign-ins of the demo are public, and stay as they are.',
      });
    if (newEmail === email)
      throw new Problem('invalid_request', {
        faults: [
          { path: 'body.newEmail', rule: 'another e-mail than the account has', fix: 'Type the new e-mail.' },
        ],
      });
    await db
      .updateTable('users')
      .set({ email: newEmail })
      .where('id', '=', userId)
      .execute()
      .catch(translateEmail);
    await follow(db, { userId, email, newEmail });
    return { person, user: await readUser(db, userId) };
  });
  tellOfAccess(post, 'email_left', done.person);
  tellOfAccess(post, 'email_new', { ...done.person, email: newEmail });
  return done.user;
}

/** What is known by the old address is about this person, and goes with them when they are erased. */
async function follow(
  db: Tx,
  { userId, email, newEmail }: { userId: string; email: string; newEmail: string },
): Promise<void> {
  // Whoever reads the old address must not choose a password any more.
  await db.deleteFrom('password_resets').where('user_id', '=', userId).execute();
  await db.updateTable('invites').set({ email: newEmail }).where('email', '=', email).execute();
  await db
    .updateTable('registrations')
    .set({ email: newEmail })
    .where('email', '=', email)
    .where('state', '!=', 'pending')
    .execute();
}
