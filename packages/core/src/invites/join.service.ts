import type { Role } from '@pairwright/contract/access';
import type { Me } from '@pairwright/contract/auth';
import type { CallOutput } from '@pairwright/contract/client';
import { Problem } from '@pairwright/contract/errors';
import { violatesUnique } from '@pairwright/db/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { credentialHash } from '../auth/credentials.ts';
import { isLinkToken } from '../auth/link-tokens.ts';
import { readMe } from '../auth/me.queries.ts';
import { hashNewPassword } from '../auth/new-password.ts';
import { startSession } from '../auth/session.service.ts';
import { translateEmail } from '../auth/setup.service.ts';
import { addressLimit, countAttempt, giveBack } from '../auth/throttle.service.ts';
import type { Context, Services } from '../context.ts';
import { payOf } from '../projects/projects.queries.ts';
import { type OpenInvite, openInvites, useInvite } from './invites.queries.ts';

/** What the link leads to. Throws `invite_over`, alike for links that never were. */
export async function lookAtInvite(ctx: Services, token: string): Promise<CallOutput<'lookAtInvite'>> {
  const row = await openInvites(ctx.db.db, hashOf(token))
    .innerJoin('users as u', 'u.id', 'i.created_by')
    .leftJoin('consent_texts as c', (join) =>
      join
        .onRef('c.project_id', '=', 'p.id')
        .onRef('c.version', '=', 'p.consent_version')
        .on('p.consent_from', 'is not', null),
    )
    .select(['c.version', 'c.text_en', 'c.text_zh'])
    .select([
      'p.name as project',
      'p.description',
      'p.language',
      'p.pay_currency',
      'p.pay_micros',
      'i.role',
      'u.name as invitedBy',
      'i.email',
      'i.expires_at as expiresAt',
    ])
    .executeTakeFirst();
  if (row === undefined) throw new Problem('invite_over');
  const { pay_currency: currency, pay_micros: micros, version, text_en: en, text_zh: zh, ...said } = row;
  const consent =
    version === null || en === null || zh === null ? null : { version, texts: { en, 'zh-CN': zh } };
  return { ...said, pay: payOf(currency, micros), consent };
}

export interface NewPerson {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: 'en' | 'zh-CN';
  readonly address: string;
  readonly userAgent: string | undefined;
}

/**
 * Makes an account, joins and signs in, all or nothing. Throws `invite_over`, `password_too_common`, `email_taken`,
 * `wrong_state` (for another person) and `too_many_requests`: a link is no way to try out many addresses.
 */
export async function joinAsNewPerson(
  ctx: Services,
  input: NewPerson,
): Promise<{ me: Me; token: string; projectId: string; role: Role }> {
  const limit = addressLimit(input.address);
  await countAttempt(ctx.db.db, [limit]);
  const tokenHash = hashOf(input.token);
  // Looked at first, so that a stranger cannot make the server hash passwords for nothing.
  requireFor(await findOpen(ctx.db.db, tokenHash), input.email);
  const passwordHash = await hashNewPassword(input.password, input);
  const id = ctx.ids.next();
  const made = await inTransaction(ctx.db.db, async (db) => {
    const { email, name, locale } = input;
    const invite = requireFor(await findOpen(db, tokenHash), email);
    await db
      .insertInto('users')
      .values({ id, kind: 'person', email, name, locale, password_hash: passwordHash })
      .execute()
      .catch(translateEmail);
    await join(db, invite, id);
    const { address, userAgent } = input;
    const token = await startSession(db, { userId: id, userAgent, address });
    return { me: await readMe(db, id), token, projectId: invite.projectId, role: invite.role };
  });
  await giveBack(ctx.db.db, limit);
  return made;
}

/** Joins with the account one has. Throws `invite_over`, `member_exists` (which takes no use) and `wrong_state`. */
export async function joinByInvite(ctx: Context, token: string): Promise<{ projectId: string; role: Role }> {
  const tokenHash = hashOf(token);
  return inTransaction(ctx.db.db, async (db) => {
    const { email } = await db
      .selectFrom('users')
      .select('email')
      .where('id', '=', ctx.actor.userId)
      .executeTakeFirstOrThrow();
    const invite = requireFor(await findOpen(db, tokenHash), email ?? '');
    await join(db, invite, ctx.actor.userId);
    return { projectId: invite.projectId, role: invite.role };
  });
}

async function join(db: Tx, invite: OpenInvite, userId: string): Promise<void> {
  await db
    .insertInto('project_members')
    .values({ project_id: invite.projectId, user_id: userId, role: invite.role, teams: invite.teams })
    .execute()
    .catch((error: unknown) => {
      if (violatesUnique(error, 'project_members_pkey')) throw new Problem('member_exists');
      throw error;
    });
  if (!(await useInvite(db, invite.id))) throw new Problem('invite_over');
}

function findOpen(db: Parameters<typeof openInvites>[0], tokenHash: Buffer): Promise<OpenInvite | undefined> {
  return openInvites(db, tokenHash)
    .select(['i.id', 'i.project_id as projectId', 'i.role', 'i.email', 'i.teams'])
    .executeTakeFirst();
}

function requireFor(invite: OpenInvite | undefined, email: string): OpenInvite {
  if (invite === undefined) throw new Problem('invite_over');
  if (invite.email !== null && invite.email !== email)
    throw new Problem('wrong_state', { detail: 'This invitation is for another e-mail address.' });
  return invite;
}

function hashOf(token: string): Buffer {
  if (!isLinkToken('invite', token)) throw new Problem('invite_over');
  return credentialHash(token);
}
