import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { removePerson } from './remove-person.ts';

/**
 * Removes who somebody is, and keeps what they judged: labels, statistics and frozen versions stay as they are, under a
 * name without meaning. Cannot be undone, so that who asks shows again who they are. Throws Problem `not_found`,
 * `wrong_state` (oneself, or an owner), `invalid_request` when the e-mail is not theirs, and as `requireProof`.
 */
export async function eraseUser(
  ctx: Context,
  { proof, ...input }: { userId: string; email: string; proof: Proof },
): Promise<void> {
  if (input.userId === ctx.actor.userId)
    throw new Problem('wrong_state', { detail: 'You cannot erase your own account.' });
  await requireProof(ctx, proof);
  await inTransaction(ctx.db.db, (db) => erasePerson(db, { ...input, by: ctx.actor.userId }));
}

/** The same within a transaction, in the name of an owner who is somebody else; a request of theirs that waits is done by it. */
export async function erasePerson(
  db: Tx,
  { userId, email, by }: { userId: string; email: string; by: string },
): Promise<void> {
  const user = await db
    .selectFrom('users')
    .select(['email', 'is_owner'])
    .where('id', '=', userId)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (user === undefined) throw new Problem('not_found');
  if (user.is_owner)
    throw new Problem('wrong_state', { detail: 'The account of an owner cannot be erased.' });
  if (user.email !== email.trim().toLowerCase())
    throw new Problem('invalid_request', {
      faults: [
        { path: 'body.email', rule: 'the e-mail of the account', fix: 'Type the e-mail that it has.' },
      ],
    });
  await removePerson(db, { userId, email: user.email, by });
}
