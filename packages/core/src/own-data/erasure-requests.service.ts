import { CROWD_HOST } from '@pairwright/contract/crowd';
import { Problem } from '@pairwright/contract/errors';
import type { ErasureRequest, MyErasureRequest } from '@pairwright/contract/erasure-requests';
import type { Page } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { erasureAskedMail, erasureDecidedMail } from '../mail/erasure-mail.ts';
import type { Post } from '../mail/post.ts';
import { activeOwners } from '../people/owners.queries.ts';
import { erasePerson } from './erase-user.service.ts';
import { endRequest, findMine, findPage, lockRequest, readRequest } from './erasure-requests.queries.ts';

/** My latest request; null where I never asked. */
export async function getMyErasureRequest(ctx: Context): Promise<{ request: MyErasureRequest | null }> {
  return { request: (await findMine(ctx.db.db, ctx.actor.userId)) ?? null };
}

/**
 * Keeps that I want to be erased, and writes to the owners. Throws `invalid_request` when the e-mail is not mine, and
 * `wrong_state`: owners cannot be erased, and one request waits at a time.
 */
export async function requestErasure(
  ctx: Context,
  { email, note }: { email: string; note: string },
  post: Post,
): Promise<MyErasureRequest> {
  const { userId } = ctx.actor;
  const asked = await inTransaction(ctx.db.db, async (db) => {
    const me = await db
      .selectFrom('users')
      .select(['email', 'name', 'is_owner'])
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (me.email !== email.trim().toLowerCase())
      throw new Problem('invalid_request', {
        faults: [
          {
            path: 'body.email',
            rule: 'the e-mail of your account',
            fix: 'Type the e-mail that you sign in with.',
          },
        ],
      });
    if (me.is_owner)
      throw new Problem('wrong_state', {
        detail: 'An owner cannot be erased. Hand the installation over first.',
      });
    const earlier = await findMine(db, userId);
    if (earlier?.state === 'pending')
      throw new Problem('wrong_state', { detail: 'You asked before, and nobody has decided it yet.' });
    await db.insertInto('erasure_requests').values({ id: ctx.ids.next(), user_id: userId, note }).execute();
    const request = (await findMine(db, userId)) as MyErasureRequest;
    return { request, name: me.name, owners: await ownersToTell(db) };
  });
  for (const { email: to, locale } of asked.owners)
    post.send(erasureAskedMail(locale, { to, person: asked.name, link: post.link('/people') }));
  return asked.request;
}

async function ownersToTell(db: Executor): Promise<{ email: string; locale: 'en' | 'zh-CN' }[]> {
  const owners = await activeOwners(db).select(['email', 'locale']).where('is_demo', '=', false).execute();
  return owners.flatMap(({ email, locale }) => (email === null ? [] : [{ email, locale }]));
}

/** Takes my request back. Throws `not_found` for one that is not mine, and `wrong_state` when it was decided. */
export async function cancelErasureRequest(ctx: Context, requestId: string): Promise<MyErasureRequest> {
  const { userId } = ctx.actor;
  return inTransaction(ctx.db.db, async (db) => {
    if ((await lockRequest(db, requestId))?.user_id !== userId) throw new Problem('not_found');
    if (!(await endRequest(db, requestId, { event: 'cancel', to: 'cancelled', decidedBy: userId })))
      throw new Problem('wrong_state', { detail: 'This was decided or taken back before.' });
    return (await findMine(db, userId)) as MyErasureRequest;
  });
}

/** Who asked to be erased, newest first. */
export function listErasureRequests(
  ctx: Context,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<ErasureRequest>> {
  return findPage(ctx.db.db, page);
}

export type ErasureDecision =
  | { readonly decision: 'erase'; readonly email: string; readonly proof: Proof }
  | { readonly decision: 'decline'; readonly reason: string };

/**
 * Erases who asked for it, or declines; the person is written to. Throws `not_found`, `wrong_state` (decided before, taken
 * back, or an owner by now), `invalid_request` when the typed e-mail is not theirs, and to erase as `requireProof`.
 */
export async function decideErasureRequest(
  ctx: Context,
  { requestId, ...decision }: ErasureDecision & { requestId: string },
  post: Post,
): Promise<ErasureRequest> {
  const { userId: decidedBy } = ctx.actor;
  if (decision.decision === 'erase') await requireProof(ctx, decision.proof);
  const decided = await inTransaction(ctx.db.db, async (db) => {
    const asked = await lockRequest(db, requestId);
    if (asked === undefined) throw new Problem('not_found');
    const person = await addressOf(db, asked.user_id);
    if (asked.state !== 'pending')
      throw new Problem('wrong_state', { detail: 'This was decided or taken back before.' });
    if (decision.decision === 'erase')
      await erasePerson(db, { userId: asked.user_id, email: decision.email, by: decidedBy });
    else {
      const { reason } = decision;
      await endRequest(db, requestId, { event: 'decline', to: 'declined', decidedBy, reason });
    }
    return { person, request: await readRequest(db, requestId) };
  });
  const reason = decision.decision === 'erase' ? null : decision.reason;
  const { email: to, locale } = decided.person;
  if (to !== null && !to.endsWith(`@${CROWD_HOST}`))
    post.send(erasureDecidedMail(locale, { to, reason, link: post.link('/account') }));
  return decided.request;
}

/** Read before they are erased. */
function addressOf(db: Tx, userId: string): Promise<{ email: string | null; locale: 'en' | 'zh-CN' }> {
  return db
    .selectFrom('users')
    .select(['email', 'locale'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
}
