import { sql } from 'kysely';
import type { ApiToken } from '@pairwright/contract/auth';
import type { Scope } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import type { Context } from '../context.ts';
import { credentialHash, hintOf, newApiToken } from './credentials.ts';

const columns = [
  'id',
  'name',
  'hint',
  'scopes',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const;

/** One's own API tokens, newest first; the ended ones too. */
export async function listTokens(ctx: Context): Promise<ApiToken[]> {
  const rows = await ctx.db.db
    .selectFrom('api_tokens')
    .select(columns)
    .where('user_id', '=', ctx.actor.userId)
    .orderBy('id', 'desc')
    .limit(1000)
    .execute();
  return rows.map((row) => ({ ...row, scopes: row.scopes as Scope[] }));
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number;
}

/** Makes an API token. Its secret is in this answer and nowhere else: only its hash is stored. */
export async function createToken(ctx: Context, input: NewToken): Promise<ApiToken & { secret: string }> {
  const secret = newApiToken();
  const row = await ctx.db.db
    .insertInto('api_tokens')
    .values({
      id: ctx.ids.next(),
      user_id: ctx.actor.userId,
      name: input.name,
      secret_hash: credentialHash(secret),
      hint: hintOf(secret),
      scopes: [...new Set(input.scopes)],
      expires_at: sql<string>`now() + make_interval(days => ${input.expiresInDays})`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { ...row, scopes: row.scopes as Scope[], secret };
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
