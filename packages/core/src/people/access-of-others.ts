import { CROWD_HOST } from '@pairwright/contract/crowd';
import { Problem } from '@pairwright/contract/errors';
import type { Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { accessMail, type AccessNews } from '../mail/access-mail.ts';
import type { Post } from '../mail/post.ts';
import { type Party, personById, requireTypedEmail } from './owner-changes.ts';

/** Whose way in an owner changes, and what they show before. */
export interface AboutSomebody {
  readonly userId: string;
  /** The e-mail of the person, as who asks has typed it. */
  readonly email: string | undefined;
  readonly proof: Proof;
}

/**
 * Lets an owner change how somebody else gets in: never oneself, whose own page asks for what one has, and not before who
 * asks has shown again who they are. Outside of the transaction, so that wrong passwords are counted. Throws `wrong_state`
 * and as `requireProof`.
 */
export async function requireProofAbout(ctx: Context, { userId, proof }: AboutSomebody): Promise<void> {
  if (userId === ctx.actor.userId)
    throw new Problem('wrong_state', {
      detail: 'This is your own account: change what you sign in with on your Account page.',
    });
  await requireProof(ctx, proof);
}

/** Holds the person's row; another owner's e-mail must be typed. Throws `not_found` and `invalid_request`. */
export async function lockSomebody(db: Tx, { userId, email }: AboutSomebody): Promise<Party> {
  const person = await personById(db, userId);
  if (person.isOwner || email !== undefined) requireTypedEmail(person, email);
  return person;
}

/** The person learns what an owner has changed: whoever did not ask for it hears of it. */
export function tellOfAccess(post: Post, news: AccessNews, to: Party): void {
  // Who came from a platform has no mailbox here.
  if (to.email !== null && !to.email.endsWith(`@${CROWD_HOST}`))
    post.send(accessMail(to.locale, { to: to.email, news, link: post.link('/account') }));
}
