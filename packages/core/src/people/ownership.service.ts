import { Problem } from '@pairwright/contract/errors';
import type { OwnershipChange, User } from '@pairwright/contract/people';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { ownershipMail, type OwnershipNews } from '../mail/ownership-mail.ts';
import type { Post } from '../mail/post.ts';
import { isActiveOwner, lockOwners, requireAnotherOwner } from './owners.queries.ts';
import { readUser, userColumns } from './users.service.ts';

export interface ChangeOfOwners {
  readonly userId: string;
  readonly change: OwnershipChange;
  /** The e-mail of the person, as who asks has typed it. */
  readonly email: string;
}

interface Party {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly locale: 'en' | 'zh-CN';
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
    if (person.email !== input.email)
      throw new Problem('invalid_request', {
        faults: [
          { path: 'body.email', rule: 'the e-mail of the account', fix: 'Type the e-mail that it has.' },
        ],
      });
    if (input.change === 'end') await endOwnership(db, person);
    else await makeOwner(db, person, input.change);
    if (input.change === 'hand_over') await leave(db, ctx.actor.userId, person.id);
    const by = await personById(db, ctx.actor.userId);
    return { person, by, user: await readUser(db, person.id) };
  });
  tell(post, done, input.change);
  return done.user;
}

type Found = Party & { isOwner: boolean; isDemo: boolean; disabledAt: string | null };

/** Holds the row until the transaction ends. Throws `not_found`. */
export async function personById(db: Tx, userId: string): Promise<Found> {
  const found = await db
    .selectFrom('users')
    .select([...userColumns, 'locale'])
    .where('id', '=', userId)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not_found');
  return found;
}

/** Makes an active person an owner; who is one already can only be handed the rest. Throws `wrong_state`. */
export async function makeOwner(db: Tx, person: Found, change: 'hand_over' | 'take_in'): Promise<void> {
  if (person.disabledAt !== null)
    throw new Problem('wrong_state', { detail: 'This account is disabled: enable it first.' });
  if (person.isDemo)
    throw new Problem('wrong_state', {
      detail: 'The password of a demo account is public: it can own nothing.',
    });
  if (person.isOwner && change === 'take_in')
    throw new Problem('wrong_state', { detail: 'This person is an owner already.' });
  await db.updateTable('users').set({ is_owner: true }).where('id', '=', person.id).execute();
}

/** Throws `wrong_state`, `last_owner`. */
export async function endOwnership(db: Tx, person: Found): Promise<void> {
  if (!person.isOwner) throw new Problem('wrong_state', { detail: 'This person is no owner.' });
  await requireAnotherOwner(db, person.id);
  await db.updateTable('users').set({ is_owner: false }).where('id', '=', person.id).execute();
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
