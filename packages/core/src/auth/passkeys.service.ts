import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Me } from '@pairwright/contract/auth';
import { Problem } from '@pairwright/contract/errors';
import type { Passkey } from '@pairwright/contract/second-factors';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context, Services } from '../context.ts';
import { readMe } from './me.queries.ts';
import { requireOwnPassword } from './own-password.ts';
import type { PasskeySite } from './passkey-site.ts';
import { startSession } from './session.service.ts';
import { addressLimit, countAttempt, giveBack } from './throttle.service.ts';

const CEREMONY_MINUTES = 5;

interface Ceremony {
  ceremonyId: string;
  options: Record<string, unknown>;
}

/** Begins to add a passkey; the browser goes on with the options. Throws `wrong_password`, and `wrong_state` where browsers make none. */
export async function startPasskey(
  ctx: Context,
  currentPassword: string,
  site: PasskeySite | null,
): Promise<Ceremony> {
  const { host } = requireSite(site);
  const { email, name } = await requireOwnPassword(ctx, currentPassword);
  const known = await ctx.db.db
    .selectFrom('passkeys')
    .select(['credential_id as id', 'transports'])
    .where('user_id', '=', ctx.actor.userId)
    .execute();
  const options = await generateRegistrationOptions({
    rpName: 'Pairwright',
    rpID: host,
    userID: new TextEncoder().encode(ctx.actor.userId),
    userName: email ?? name,
    userDisplayName: name,
    attestationType: 'none',
    excludeCredentials: known,
    // It replaces password and code, so it must be two factors in one: the device and finger, face or PIN.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return begin(ctx, options, ctx.actor.userId);
}

/** Stores the key that the browser made. Throws `wrong_code` when it does not answer the ceremony of this person. */
export async function addPasskey(
  ctx: Context,
  input: { ceremonyId: string; name: string; credential: unknown; origin: string | undefined },
  site: PasskeySite | null,
): Promise<Passkey> {
  const { expectedRPID, expectedOrigin } = expected(site, input.origin);
  const expectedChallenge = await endCeremony(ctx, input.ceremonyId, ctx.actor.userId);
  const response = input.credential as RegistrationResponseJSON;
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(refuse);
  if (!checked.verified) throw new Problem('wrong_code');
  const { id, publicKey, counter, transports } = checked.registrationInfo.credential;
  return inTransaction(ctx.db.db, async (db) => {
    const row = await db
      .insertInto('passkeys')
      .values({
        id: ctx.ids.next(),
        user_id: ctx.actor.userId,
        credential_id: id,
        public_key: Buffer.from(publicKey),
        counter,
        transports: transports ?? [],
        name: input.name,
      })
      .onConflict((on) => on.column('credential_id').doNothing())
      .returning(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
      .executeTakeFirst();
    if (row === undefined) throw new Problem('wrong_state', { detail: 'This passkey is known already.' });
    return row;
  });
}

/** Removes one of one's own passkeys. Throws `not_found`. */
export async function removePasskey(ctx: Context, passkeyId: string): Promise<void> {
  const row = await ctx.db.db
    .deleteFrom('passkeys')
    .where('id', '=', passkeyId)
    .where('user_id', '=', ctx.actor.userId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
}

/** Begins a sign-in. Nothing is asked or told about any account: the browser finds the key. */
export async function startPasskeySignIn(ctx: Services, site: PasskeySite | null): Promise<Ceremony> {
  const { host } = requireSite(site);
  return begin(ctx, await generateAuthenticationOptions({ rpID: host, userVerification: 'required' }), null);
}

export interface PasskeySignIn {
  readonly ceremonyId: string;
  readonly credential: unknown;
  readonly origin: string | undefined;
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** Signs in by a passkey. Throws `wrong_credentials` for unknown keys, wrong signatures, used challenges and disabled people alike. */
export async function signInByPasskey(
  ctx: Services,
  input: PasskeySignIn,
  site: PasskeySite | null,
): Promise<{ me: Me; token: string }> {
  const { expectedRPID, expectedOrigin } = expected(site, input.origin);
  const limit = addressLimit(input.address);
  await countAttempt(ctx.db.db, [limit]);
  const refused = new Problem('wrong_credentials');
  const expectedChallenge = await endCeremony(ctx, input.ceremonyId, null).catch(() => {
    throw refused;
  });
  const response = input.credential as AuthenticationResponseJSON;
  const signedIn = await inTransaction(ctx.db.db, async (db) => {
    const key = await db
      .selectFrom('passkeys as k')
      .innerJoin('users as u', 'u.id', 'k.user_id')
      .select(['k.id', 'k.user_id', 'k.public_key', 'k.counter'])
      .where('k.credential_id', '=', response.id)
      .where('u.disabled_at', 'is', null)
      .forUpdate('k')
      .executeTakeFirst();
    if (key === undefined) throw refused;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(key.public_key),
        counter: key.counter,
      },
      requireUserVerification: true,
    }).catch(() => {
      throw refused;
    });
    if (!verified) throw refused;
    await db
      .updateTable('passkeys')
      .set({ counter: authenticationInfo.newCounter, last_used_at: sql<string>`now()` })
      .where('id', '=', key.id)
      .execute();
    const { address, userAgent } = input;
    const token = await startSession(db, { userId: key.user_id, address, userAgent });
    return { me: await readMe(db, key.user_id), token };
  });
  await giveBack(ctx.db.db, limit);
  return signedIn;
}

async function begin(
  ctx: Services,
  options: { challenge: string },
  userId: string | null,
): Promise<Ceremony> {
  const { db } = ctx.db;
  const ceremonyId = ctx.ids.next();
  await db
    .deleteFrom('passkey_ceremonies')
    .where('expires_at', '<=', sql<string>`now()`)
    .execute();
  await db
    .insertInto('passkey_ceremonies')
    .values({
      id: ceremonyId,
      challenge: options.challenge,
      user_id: userId,
      expires_at: sql<string>`now() + make_interval(mins => ${CEREMONY_MINUTES})`,
    })
    .execute();
  return { ceremonyId, options: { ...options } };
}

/** The challenge of a ceremony of this person (null: of a sign-in), which ends with it: each is answered once. Throws `wrong_code`. */
async function endCeremony(ctx: Services, ceremonyId: string, userId: string | null): Promise<string> {
  const row = await ctx.db.db
    .deleteFrom('passkey_ceremonies')
    .where('id', '=', ceremonyId)
    .where('user_id', 'is not distinct from', userId)
    .where('expires_at', '>', sql<string>`now()`)
    .returning('challenge')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('wrong_code');
  return row.challenge;
}

function requireSite(site: PasskeySite | null): PasskeySite {
  if (site === null)
    throw new Problem('wrong_state', {
      detail: 'Browsers make passkeys only for a host name over https, or for localhost: see PUBLIC_URL.',
    });
  return site;
}

function expected(
  site: PasskeySite | null,
  origin: string | undefined,
): { expectedRPID: string; expectedOrigin: string } {
  const { host, allows } = requireSite(site);
  if (origin === undefined || !allows(origin)) throw new Problem('wrong_code');
  return { expectedRPID: host, expectedOrigin: origin };
}

function refuse(): never {
  throw new Problem('wrong_code');
}
