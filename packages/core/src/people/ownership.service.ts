import { Problem } from '@pairwright/contract/errors';
import type { OwnershipChange, User } from '@pairwright/contract/people';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { ownershipMail, type OwnershipNews } from '../mail/ownership-mail.ts';
import type { Post } from '../mail/post.ts';
import { endOwnership, makeOwner, type Party, personById, requireTypedEmail } from './owner-changes.ts';
import { isActiveOwner, lockOwners } from './owners.queries.ts';
import { readUser } from './users.queries.ts';

export interface ChangeOfOwners {
  readonly userId: string;
  readonly change: OwnershipChange;
  /** The e-mail of the person, as who asks has typed it. */
  readonly email: string;
}

/**
 * Hands the installation over, takes somebody in as owner or ends that, and writes to both. Who asks must be an owner still
 * when it happens. Throws as `requireProof`, `not_found`, `invalid_request` when the e-mail is not theirs, `wrong_state` and
 * `last_owner`.
 */
export async function changeOwnership(
  ctx: Context,
  { proof, ...input }: ChangeOfOwners & { proof: Proof },
  post: Post,
): Promise<User> {
  await requireProof(ctx, proof);
  const done = await inTransaction(ctx.db.db, async (db) => {
    await lockOwners(db);
    if (!(await isActiveOwner(db, ctx.actor.userId))) throw new Problem('not_found');
    const person = await personById(db, input.userId);
    requireTypedEmail(person, input.email);
    if (input.change === 'end') await endOwnership(db, person);
    else await makeOwner(db, person, input.change);
    if (input.change === 'hand_over') await leave(db, ctx.actor.userId, person.id);
    const by = await personById(db, ctx.actor.userId);
    return { person, by, user: await readUser(db, person.id) };
  });
  tell(post, done, input.change);
  return done.user;
}

async function leave(db: Tx, actorId: string, successorId: string): Promise<void> {
  if (actorId === successorId)
    throw new Problem('wrong_state', { detail: 'You own the installation already: choose somebody else.' });
  await db.updateTable('users').set({ is_owner: false }).where('id', '=', actorId).execute();
}

const news: Readonly<Record<OwnershipChange, OwnershipNews>> = {
  hand_over: 'given',
  take_in: 'joined',
  end: 'ended',
};

/** Both learn of it, whoever asked; somebody who ends it for themself gets one letter. */
function tell(post: Post, { person, by }: { person: Party; by: Party }, change: OwnershipChange): void {
  for (const to of person.id === by.id ? [by] : [person, by])
    if (to.email !== null)
      post.send(
        ownershipMail(to.locale, {
          to: to.email,
          news: news[change],
          person: person.name,
          by: by.name,
          link: post.link('/sign-in'),
        }),
      );
}
