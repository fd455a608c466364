import { sql } from 'kysely';
import type { ApiToken } from '@pairwright/contract/auth';
import type { Scope } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { credentialHash, hintOf, newApiToken } from './credentials.ts';
import { type Proof, requireProof } from './proof.service.ts';

const columns = [
  'id',
  'name',
  'hint',
  'scopes',
  'project_ids as projectIds',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const;

type Row = Omit<ApiToken, 'scopes' | 'projects'> & { scopes: string[]; projectIds: string[] | null };

/** One's own API tokens, newest first; the ended ones too. */
export async function listTokens(ctx: Context): Promise<ApiToken[]> {
  const rows = await ctx.db.db
    .selectFrom('api_tokens')
    .select(columns)
    .where('user_id', '=', ctx.actor.userId)
    .orderBy('id', 'desc')
    .limit(1000)
    .execute();
  const names = await findEntered(ctx.db.db, ctx, [...new Set(rows.flatMap((row) => row.projectIds ?? []))]);
  return rows.map((row) => toToken(row, names));
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly projectIds?: readonly string[] | undefined;
  readonly expiresInDays: number;
}

/**
 * Makes an API token, once who asks has shown again who they are: it may live longer than a session that somebody borrowed.
 * Its secret is in this answer and nowhere else: only its hash is stored. Throws as `requireProof`, and `not_found` for a
 * project that one may not enter, which may not be there at all.
 */
export async function createToken(
  ctx: Context,
  { proof, projectIds, ...input }: NewToken & { proof: Proof },
): Promise<ApiToken & { secret: string }> {
  await requireProof(ctx, proof);
  return inTransaction(ctx.db.db, async (db) => {
    const names = await findEntered(db, ctx, projectIds ?? []);
    requireEntered(projectIds ?? [], names);
    const secret = newApiToken();
    const row = await db
      .insertInto('api_tokens')
      .values({
        id: ctx.ids.next(),
        user_id: ctx.actor.userId,
        name: input.name,
        secret_hash: credentialHash(secret),
        hint: hintOf(secret),
        scopes: [...new Set(input.scopes)],
        project_ids: projectIds === undefined ? null : [...projectIds],
        expires_at: sql<string>`${steadyNow} + make_interval(days => ${input.expiresInDays})`,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    return { ...toToken(row, names), secret };
  });
}

/** Ends one of one's own tokens at once; doing it again is fine. Throws `not_found`. */
export async function revokeToken(ctx: Context, tokenId: string): Promise<void> {
  const row = await ctx.db.db
    .updateTable('api_tokens')
    .set({ revoked_at: sql<string>`coalesce(revoked_at, now())` })
    .where('id', '=', tokenId)
    .where('user_id', '=', ctx.actor.userId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
}

/** Names by id of those of the projects that the actor may enter. */
async function findEntered(
  db: Executor,
  { actor }: Context,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select p.id, p.name from projects p
    where p.id = any(${[...projectIds]}::uuid[]) and p.deleted_at is null and (${actor.isOwner}::boolean or exists (
      select from project_members m where m.project_id = p.id and m.user_id = ${actor.userId}))`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function requireEntered(projectIds: readonly string[], entered: ReadonlyMap<string, string>): void {
  const index = projectIds.findIndex((id) => !entered.has(id));
  if (index === -1) return;
  const where = `body.projectIds.${index}: there is no project ${projectIds[index]} that you may enter.`;
  throw new Problem('not_found', {
    detail: `${where} Give ids of your projects, or leave the list out for all of them.`,
  });
}

function toToken({ projectIds, scopes, ...row }: Row, names: ReadonlyMap<string, string>): ApiToken {
  const projects = projectIds?.map((id) => ({ id, name: names.get(id) ?? null })) ?? null;
  return { ...row, scopes: scopes as Scope[], projects };
}
