import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context, Services } from '../context.ts';
import { resetMail } from '../mail/mail-texts.ts';
import type { Post } from '../mail/post.ts';
import {
  type AboutSomebody,
  lockSomebody,
  requireProofAbout,
  tellOfAccess,
} from '../people/access-of-others.ts';
import { credentialHash } from './credentials.ts';
import { isLinkToken } from './link-tokens.ts';
import { hashNewPassword } from './new-password.ts';
import { insertReset } from './reset-links.queries.ts';
import { endAllAccess } from './session.service.ts';
import { addressLimit, countAttempt, giveBack } from './throttle.service.ts';

const OWNER_LINK_MINUTES = 24 * 60;
const MAIL_LINK_MINUTES = 60;
/** Mails to one address within the window of the throttle. */
const MAX_MAILS = 3;

/**
 * A one-time link for somebody else, made by an owner. Earlier links end. Throws `not_found`, `invalid_request` and as
 * `requireProofAbout`.
 */
export async function createPasswordReset(
  ctx: Context,
  about: AboutSomebody,
  post: Post,
): Promise<{ token: string; expiresAt: string }> {
  await requireProofAbout(ctx, about);
  const { person, ...made } = await inTransaction(ctx.db.db, async (db) => {
    const person = await lockSomebody(db, about);
    const wanted = { userId: person.id, createdBy: ctx.actor.userId, minutes: OWNER_LINK_MINUTES };
    return { person, ...(await insertReset(db, wanted)) };
  });
  tellOfAccess(post, 'link', person);
  return made;
}

/**
 * Sets a new password for somebody else, whose sessions and tokens end. Throws `not_found`, `invalid_request`,
 * `password_too_common` and as `requireProofAbout`.
 */
export async function setPassword(
  ctx: Context,
  { password, ...about }: AboutSomebody & { password: string },
  post: Post,
): Promise<void> {
  await requireProofAbout(ctx, about);
  const passwordHash = await hashNewPassword(password, {});
  const person = await inTransaction(ctx.db.db, async (db) => {
    const person = await lockSomebody(db, about);
    await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', person.id).execute();
    await endAllAccess(db, person.id);
    return person;
  });
  tellOfAccess(post, 'password', person);
}

export interface ResetRequest {
  readonly email: string;
  readonly address: string;
}

/**
 * Sends a link when there is such an account. Only counts the attempt before it returns: what comes after is done while
 * nobody waits, so that neither the answer nor its time tells whether there is one. Gives the promise of that for tests.
 * Throws `not_found` where no mail is sent, and `too_many_requests`.
 */
export async function requestPasswordReset(
  ctx: Services,
  { email, address }: ResetRequest,
  post: Post,
): Promise<{ after: Promise<void> }> {
  if (!post.canSend)
    throw new Problem('not_found', { detail: 'This installation sends no mail. Ask its owner for a link.' });
  await countAttempt(ctx.db.db, [{ key: `reset:${email}`, max: MAX_MAILS }, addressLimit(address)]);
  const after = sendReset(ctx, email, post).catch((error: unknown) =>
    ctx.log.error({ err: error }, 'a link for a new password was not made'),
  );
  return { after };
}

async function sendReset(ctx: Services, email: string, post: Post): Promise<void> {
  const { db } = ctx.db;
  const user = await db
    .selectFrom('users')
    .select(['id', 'locale'])
    .where('email', '=', email)
    .where('kind', '=', 'person')
    .where('is_demo', '=', false)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (user === undefined) return;
  const { token } = await inTransaction(db, async (db) => ({
    ...(await insertReset(db, { userId: user.id, createdBy: null, minutes: MAIL_LINK_MINUTES })),
    userId: user.id,
  }));
  post.send(
    resetMail(user.locale, { to: email, link: post.link('/reset', token), minutes: MAIL_LINK_MINUTES }),
  );
}

/** Whether the owner who made a link still is one: what they may no longer do, their links may not do either. Null: a mail, or the operator. */
const makerMay = (column: string) =>
  sql<boolean>`(${sql.ref(column)} is null or exists (
    select from users maker where maker.id = ${sql.ref(column)} and maker.is_owner and maker.disabled_at is null))`;

/**
 * Sets a new password by a link, once. All sessions and tokens end; a second factor stays. Throws `invite_over` for links
 * that are over or never were, `password_too_common` (the link stays good) and `too_many_requests`.
 */
export async function resetPassword(
  ctx: Pick<Services, 'db'>,
  input: { token: string; password: string; address: string },
): Promise<{ userId: string }> {
  const limit = addressLimit(input.address);
  await countAttempt(ctx.db.db, [limit]);
  if (!isLinkToken('reset', input.token)) throw new Problem('invite_over');
  const tokenHash = credentialHash(input.token);
  const found = (db: Executor) =>
    db
      .selectFrom('password_resets as r')
      .innerJoin('users as u', 'u.id', 'r.user_id')
      .select(['u.id', 'u.email', 'u.name'])
      .where('r.token_hash', '=', tokenHash)
      .where('r.expires_at', '>', steadyNow)
      .where(makerMay('r.created_by'))
      .where('u.disabled_at', 'is', null)
      .executeTakeFirst();
  const owner = await found(ctx.db.db);
  if (owner === undefined) throw new Problem('invite_over');
  const passwordHash = await hashNewPassword(input.password, owner);
  const { id } = owner;
  await inTransaction(ctx.db.db, async (db) => {
    const used = await db
      .deleteFrom('password_resets')
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', steadyNow)
      .where(makerMay('created_by'))
      .executeTakeFirst();
    if (used.numDeletedRows === 0n) throw new Problem('invite_over');
    await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
    await endAllAccess(db, id);
    return { userId: id };
  });
  await giveBack(ctx.db.db, limit);
  return { userId: id };
}
