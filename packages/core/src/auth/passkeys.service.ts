import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Me } from '@pairwright/contract/auth';
import { Problem } from '@pairwright/contract/errors';
import type { Passkey } from '@pairwright/contract/second-factors';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context, Services } from '../context.ts';
import { readMe } from './me.queries.ts';
import { checkPasskey } from './passkey-check.ts';
import { begin, type Ceremony, endCeremony, expected, requireSite } from './passkey-ceremonies.ts';
import type { PasskeySite } from './passkey-site.ts';
import { noteProof, type Proof, requireProof, sessionToProve } from './proof.service.ts';
import { startSession } from './session.service.ts';
import { addressLimit, countAttempt, giveBack } from './throttle.service.ts';

/** Begins to add a passkey; the browser goes on with the options. Throws as `requireProof`, and `wrong_state` where browsers make none. */
export async function startPasskey(ctx: Context, proof: Proof, site: PasskeySite | null): Promise<Ceremony> {
  const { host } = requireSite(site);
  const { email, name } = await requireProof(ctx, proof);
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
  return begin(ctx, options, { userId: ctx.actor.userId, sessionHash: null });
}

/** Stores the key that the browser made. Throws `wrong_code` when it does not answer the ceremony of this person. */
export async function addPasskey(
  ctx: Context,
  input: { ceremonyId: string; name: string; credential: unknown; origin: string | undefined },
  site: PasskeySite | null,
): Promise<Passkey> {
  const { expectedRPID, expectedOrigin } = expected(site, input.origin);
  const expectedChallenge = await endCeremony(ctx, input.ceremonyId, {
    userId: ctx.actor.userId,
    sessionHash: null,
  });
  const response = input.credential as RegistrationResponseJSON;
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(() => {
    throw new Problem('wrong_code');
  });
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

/** Removes one of one's own passkeys. Throws `not_found`, and as `requireProof`. */
export async function removePasskey(
  ctx: Context,
  { passkeyId, ...proof }: Proof & { passkeyId: string },
): Promise<void> {
  await requireProof(ctx, proof);
  await inTransaction(ctx.db.db, async (db) => {
    const row = await db
      .deleteFrom('passkeys')
      .where('id', '=', passkeyId)
      .where('user_id', '=', ctx.actor.userId)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not_found');
  });
}

/** Begins a sign-in. Nothing is asked or told about any account: the browser finds the key. */
export async function startPasskeySignIn(ctx: Services, site: PasskeySite | null): Promise<Ceremony> {
  const { host } = requireSite(site);
  return begin(ctx, await generateAuthenticationOptions({ rpID: host, userVerification: 'required' }), {
    userId: null,
    sessionHash: null,
  });
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
  const place = expected(site, input.origin);
  const limit = addressLimit(input.address);
  await countAttempt(ctx.db.db, [limit]);
  const refused = new Problem('wrong_credentials');
  const expectedChallenge = await endCeremony(ctx, input.ceremonyId, {
    userId: null,
    sessionHash: null,
  }).catch(() => {
    throw refused;
  });
  const signedIn = await inTransaction(ctx.db.db, async (db) => {
    const userId = await checkPasskey(db, { credential: input.credential, expectedChallenge, ...place });
    if (userId === null) throw refused;
    const { address, userAgent } = input;
    const token = await startSession(db, { userId, address, userAgent });
    return { me: await readMe(db, userId), token };
  });
  await giveBack(ctx.db.db, limit);
  return signedIn;
}

/** Begins to show who one is by one of one's own passkeys. Throws `wrong_state` where there is none. */
export async function startPasskeyProof(
  ctx: Context,
  sessionToken: string | undefined,
  site: PasskeySite | null,
): Promise<Ceremony> {
  const { host } = requireSite(site);
  const { userId } = ctx.actor;
  const sessionHash = sessionToProve(sessionToken);
  const own = await ctx.db.db
    .selectFrom('passkeys')
    .select(['credential_id as id', 'transports'])
    .where('user_id', '=', userId)
    .execute();
  if (own.length === 0) throw new Problem('wrong_state', { detail: 'Your account has no passkey.' });
  const options = await generateAuthenticationOptions({
    rpID: host,
    userVerification: 'required',
    allowCredentials: own,
  });
  return begin(ctx, options, { userId, sessionHash });
}

export interface PasskeyProof {
  readonly ceremonyId: string;
  readonly credential: unknown;
  readonly origin: string | undefined;
  readonly sessionToken: string | undefined;
}

/** Ends it: counts for this session from now on. Throws `wrong_code` for whatever does not fit, `too_many_requests`. */
export async function proveByPasskey(
  ctx: Context,
  input: PasskeyProof,
  site: PasskeySite | null,
): Promise<void> {
  const place = expected(site, input.origin);
  const { userId } = ctx.actor;
  const sessionHash = sessionToProve(input.sessionToken);
  const limit = { key: `code:${userId}`, max: 10 };
  await countAttempt(ctx.db.db, [limit]);
  const expectedChallenge = await endCeremony(ctx, input.ceremonyId, { userId, sessionHash });
  await inTransaction(ctx.db.db, async (db) => {
    const owner = await checkPasskey(db, { credential: input.credential, expectedChallenge, ...place });
    if (owner !== userId || !(await noteProof(db, { userId, sessionHash }))) throw new Problem('wrong_code');
  });
  await giveBack(ctx.db.db, limit);
}
