import { sql } from 'kysely';
import type { Role } from '@pairwright/contract/access';
import { Problem } from '@pairwright/contract/errors';
import type { Invite } from '@pairwright/contract/invites';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { inTransaction } from '@pairwright/db/transaction';
import type { DB } from '@pairwright/db/tables.generated';
import { credentialHash, hintOf } from '../auth/credentials.ts';
import { newLinkToken } from '../auth/link-tokens.ts';
import type { Proof } from '../auth/proof.service.ts';
import type { ProjectContext } from '../context.ts';
import { requireProofForRole } from '../people/role-grants.ts';
import { stateOfInvite } from './invites.queries.ts';

const order = { columns: [{ ref: 'i.id', type: 'uuid' }], direction: 'desc' } as const;

function selectInvites(db: Executor, projectId: string) {
  return db
    .selectFrom('invites as i')
    .innerJoin('users as u', 'u.id', 'i.created_by')
    .select([
      'i.id',
      'i.role',
      'i.note',
      'i.email',
      'i.hint',
      'i.teams',
      'i.uses',
      'i.max_uses as maxUses',
      'u.name as createdBy',
      'i.created_at as createdAt',
      'i.expires_at as expiresAt',
      'i.last_used_at as lastUsedAt',
      stateOfInvite.as('state'),
    ])
    .where('i.project_id', '=', projectId);
}

/** Invitations into the project, newest first, those that are over too. */
export async function listInvites(
  ctx: ProjectContext,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<Invite>> {
  const rows = await selectInvites(ctx.db.db, ctx.projectId)
    .where(afterCursor<DB & { i: DB['invites'] }, 'i'>(order, page.cursor) as never)
    .orderBy('i.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows, page.limit, (row) => [row.id]);
}

export interface NewInvite {
  readonly role: Role;
  readonly note: string;
  readonly maxUses: number;
  readonly expiresInDays: number;
  readonly teams: readonly string[];
}

/**
 * Makes an invitation. Its token is in this answer and nowhere else: only its hash is stored. Throws as
 * `requireProofForRole`.
 */
export async function createInvite(
  ctx: ProjectContext,
  { proof, ...input }: NewInvite & { readonly proof: Proof },
): Promise<Invite & { token: string }> {
  await requireProofForRole(ctx, input, proof);
  return inTransaction(ctx.db.db, async (db) => {
    const { id, token } = await insertInvite(ctx, db, { ...input, email: null });
    const row = await selectInvites(db, ctx.projectId).where('i.id', '=', id).executeTakeFirstOrThrow();
    return { ...row, token };
  });
}

/** Stores an invitation of its maker and gives its id and token. */
export async function insertInvite(
  ctx: ProjectContext,
  db: Executor,
  input: NewInvite & { readonly email: string | null },
): Promise<{ id: string; token: string }> {
  const token = newLinkToken('invite');
  const id = ctx.ids.next();
  await db
    .insertInto('invites')
    .values({
      id,
      project_id: ctx.projectId,
      role: input.role,
      token_hash: credentialHash(token),
      hint: hintOf(token),
      note: input.note,
      email: input.email,
      max_uses: input.maxUses,
      teams: [...new Set(input.teams)],
      created_by: ctx.actor.userId,
      expires_at: sql<string>`${steadyNow} + make_interval(days => ${input.expiresInDays})`,
    })
    .execute();
  return { id, token };
}

/** Takes an invitation back; doing it again is fine. Throws `not_found`. */
export async function revokeInvite(ctx: ProjectContext, inviteId: string): Promise<void> {
  const row = await ctx.db.db
    .updateTable('invites')
    .set({ revoked_at: sql<string>`coalesce(revoked_at, now())` })
    .where('id', '=', inviteId)
    .where('project_id', '=', ctx.projectId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
}
