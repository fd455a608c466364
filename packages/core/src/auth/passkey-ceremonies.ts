import { steadyNow } from '@pairwright/db/steady-clock';
import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Services } from '../context.ts';
import type { PasskeySite } from './passkey-site.ts';

const CEREMONY_MINUTES = 5;

/** What the browser goes on with. */
export interface Ceremony {
  ceremonyId: string;
  options: Record<string, unknown>;
}

/** Whose ceremony it is: null and null of a sign-in, with a person of a new passkey, with a session of a proof. */
export interface CeremonyOf {
  readonly userId: string | null;
  readonly sessionHash: Buffer | null;
}

/** Keeps the challenge until it is answered. */
export async function begin(
  ctx: Services,
  options: { challenge: string },
  { userId, sessionHash }: CeremonyOf,
): Promise<Ceremony> {
  const { db } = ctx.db;
  const ceremonyId = ctx.ids.next();
  await db.deleteFrom('passkey_ceremonies').where('expires_at', '<=', steadyNow).execute();
  await db
    .insertInto('passkey_ceremonies')
    .values({
      id: ceremonyId,
      challenge: options.challenge,
      user_id: userId,
      session_hash: sessionHash,
      expires_at: sql<string>`${steadyNow} + make_interval(mins => ${CEREMONY_MINUTES})`,
    })
    .execute();
  return { ceremonyId, options: { ...options } };
}

/** The challenge of a ceremony, which ends with it: each is answered once, by whom it was begun for. Throws `wrong_code`. */
export async function endCeremony(
  ctx: Services,
  ceremonyId: string,
  { userId, sessionHash }: CeremonyOf,
): Promise<string> {
  const row = await ctx.db.db
    .deleteFrom('passkey_ceremonies')
    .where('id', '=', ceremonyId)
    .where('user_id', 'is not distinct from', userId)
    .where('session_hash', 'is not distinct from', sessionHash)
    .where('expires_at', '>', steadyNow)
    .returning('challenge')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('wrong_code');
  return row.challenge;
}

/** Throws `wrong_state` where browsers make no passkeys. */
export function requireSite(site: PasskeySite | null): PasskeySite {
  if (site === null)
    throw new Problem('wrong_state', {
      detail: 'Browsers make passkeys only for a host name over https, or for localhost: see PUBLIC_URL.',
    });
  return site;
}

/** What an answer must be bound to. Throws `wrong_code` for pages of elsewhere. */
export function expected(
  site: PasskeySite | null,
  origin: string | undefined,
): { expectedRPID: string; expectedOrigin: string } {
  const { host, allows } = requireSite(site);
  if (origin === undefined || !allows(origin)) throw new Problem('wrong_code');
  return { expectedRPID: host, expectedOrigin: origin };
}
