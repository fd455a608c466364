import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { MyProof } from '@pairwright/contract/proof';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import type { Context } from '../context.ts';
import { credentialHash } from './credentials.ts';
import { requireOwnPassword } from './own-password.ts';

/** How long a passkey or a fresh sign-in at the provider stands for the password, in the session that it was shown in. */
const PROOF_MINUTES = 5;

/** What comes with a request for something that matters. */
export interface Proof {
  readonly currentPassword: string | undefined;
  /** Of the session that asks. */
  readonly sessionToken: string | undefined;
}

/**
 * Lets pass who gives the own password, or has shown who they are in this very session within the last minutes. Throws
 * `wrong_password`, `proof_needed` or `too_many_requests`.
 */
export async function requireProof(
  ctx: Context,
  { currentPassword, sessionToken }: Proof,
): Promise<{ email: string | null; name: string }> {
  if (currentPassword !== undefined) return requireOwnPassword(ctx, currentPassword);
  if (sessionToken === undefined) throw new Problem('proof_needed');
  const user = await ctx.db.db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.email', 'u.name'])
    .where('s.token_hash', '=', credentialHash(sessionToken))
    .where('u.id', '=', ctx.actor.userId)
    .where('s.proved_at', '>', sql<string>`${steadyNow} - make_interval(mins => ${PROOF_MINUTES})`)
    .executeTakeFirst();
  if (user === undefined) throw new Problem('proof_needed');
  return user;
}

/** Notes that whoever has this session has shown who they are. False when it has ended, or is somebody else's. */
export async function noteProof(
  db: Executor,
  { userId, sessionHash }: { userId: string; sessionHash: Buffer },
): Promise<boolean> {
  const noted = await db
    .updateTable('sessions')
    .set({ proved_at: steadyNow })
    .where('token_hash', '=', sessionHash)
    .where('user_id', '=', userId)
    .where('expires_at', '>', steadyNow)
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** The session that is to be proved, as it is stored. Throws `proof_needed` where there is none. */
export function sessionToProve(sessionToken: string | undefined): Buffer {
  if (sessionToken === undefined) throw new Problem('proof_needed');
  return credentialHash(sessionToken);
}

/** How the person can show who they are; `issuer` is that of the installation's provider. */
export async function getMyProof(
  ctx: Context,
  { sessionToken, issuer }: { sessionToken: string | undefined; issuer: string | null },
): Promise<MyProof> {
  const { rows } = await sql<MyProof>`
    select u.password_hash is not null as password,
           exists (select from passkeys k where k.user_id = u.id) as passkey,
           exists (select from identities i where i.user_id = u.id and i.issuer = ${issuer}) as provider,
           (select s.proved_at + make_interval(mins => ${PROOF_MINUTES}) from sessions s
             where s.token_hash = ${sessionToken === undefined ? null : credentialHash(sessionToken)} and s.user_id = u.id
               and s.proved_at > ${steadyNow} - make_interval(mins => ${PROOF_MINUTES})) as "provedUntil"
    from users u where u.id = ${ctx.actor.userId}`.execute(ctx.db.db);
  const found = rows[0];
  if (found === undefined) throw new Problem('not_signed_in');
  return found;
}
