import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Identity } from '@pairwright/contract/oidc';
import { Problem } from '@pairwright/contract/errors';
import { steadyAhead, steadyNow } from '@pairwright/db/steady-clock';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { violatesUnique } from '@pairwright/db/errors';
import type { Context, Services } from '../../context.ts';
import { credentialHash } from '../credentials.ts';
import { noteProof, type Proof, requireProof, sessionToProve } from '../proof.service.ts';
import { startSession } from '../session.service.ts';
import { followClaims } from './follow-claims.ts';
import type { OidcClient, OidcPerson } from './oidc-client.ts';
import { recordProvider } from './record-provider.ts';

const MINUTES = 10;

export interface Begun {
  readonly url: string;
  /** For a cookie of this browser; nobody else can end the sign-in. */
  readonly browser: string;
}

/** Begins a sign-in. Throws `not_found` without a provider, and `unavailable`. */
export function startOidc(ctx: Services, client: OidcClient | null): Promise<Begun> {
  return begin(ctx, requireClient(client), { userId: null, sessionHash: null });
}

/** Begins to link an identity to one's own account. Throws as `requireProof` too. */
export async function startIdentityLink(
  ctx: Context,
  proof: Proof,
  client: OidcClient | null,
): Promise<Begun> {
  const provider = requireClient(client);
  await requireProof(ctx, proof);
  return begin(ctx, provider, { userId: ctx.actor.userId, sessionHash: null });
}

/**
 * Begins to show again who one is, by a fresh sign-in at the provider. Throws `wrong_state` where no identity there is
 * linked, `not_found` without a provider, and `unavailable`.
 */
export async function startProviderProof(
  ctx: Context,
  sessionToken: string | undefined,
  client: OidcClient | null,
): Promise<Begun> {
  const provider = requireClient(client);
  const { userId } = ctx.actor;
  const own = await ctx.db.db
    .selectFrom('identities')
    .select('id')
    .where('user_id', '=', userId)
    .where('issuer', '=', provider.settings.issuer)
    .limit(1)
    .executeTakeFirst();
  if (own === undefined)
    throw new Problem('wrong_state', { detail: 'No identity at this provider is linked to your account.' });
  return begin(ctx, provider, { userId, sessionHash: sessionToProve(sessionToken) });
}

/** Who began: nobody yet for a sign-in, a person for a linking, a person in a session for a proof. */
interface BegunBy {
  readonly userId: string | null;
  readonly sessionHash: Buffer | null;
}

async function begin(ctx: Services, client: OidcClient, { userId, sessionHash }: BegunBy): Promise<Begun> {
  const { url, secrets } = await client.begin({ fresh: sessionHash !== null });
  const browser = randomBytes(32).toString('base64url');
  const { db } = ctx.db;
  await db.deleteFrom('oidc_sign_ins').where('expires_at', '<=', steadyNow).execute();
  await db
    .insertInto('oidc_sign_ins')
    .values({
      state_hash: credentialHash(secrets.state),
      browser_hash: credentialHash(browser),
      nonce: secrets.nonce,
      code_verifier: secrets.codeVerifier,
      user_id: userId,
      session_hash: sessionHash,
      expires_at: sql<string>`${steadyNow} + make_interval(mins => ${MINUTES})`,
    })
    .execute();
  return { url, browser };
}

export interface OidcAnswer {
  /** As the browser came back with it, with or without its `?`. */
  readonly query: string;
  readonly browser: string | undefined;
  readonly address: string;
  readonly userAgent: string | undefined;
}

export type OidcEnd =
  | { readonly kind: 'linked' | 'proved'; readonly userId: string }
  | { readonly kind: 'signed_in'; readonly userId: string; readonly token: string };

/**
 * Ends a sign-in, a linking or a proof, once. Throws `provider_refused` for whatever does not fit what this browser began,
 * `identity_unlinked` when no account belongs to the identity and none is made, and `identity_taken`.
 */
export async function finishOidc(
  ctx: Services,
  input: OidcAnswer,
  client: OidcClient | null,
): Promise<OidcEnd> {
  const provider = requireClient(client);
  const state = new URLSearchParams(input.query).get('state');
  if (state === null || input.browser === undefined) throw new Problem('provider_refused');
  const begun = await ctx.db.db
    .deleteFrom('oidc_sign_ins')
    .where('state_hash', '=', credentialHash(state))
    .where('browser_hash', '=', credentialHash(input.browser))
    .where('expires_at', '>', steadyNow)
    .returning([
      'nonce',
      'code_verifier as codeVerifier',
      'user_id as userId',
      'session_hash as sessionHash',
      // By the clock, as the provider tells its time.
      sql<number>`extract(epoch from expires_at - ${steadyAhead} - make_interval(mins => ${MINUTES}))::float8`.as(
        'begunAt',
      ),
    ])
    .executeTakeFirst();
  if (begun === undefined) throw new Problem('provider_refused');
  const { nonce, codeVerifier, userId, sessionHash } = begun;
  const freshSince = sessionHash === null ? null : begun.begunAt;
  const person = await provider.end(input.query, { state, nonce, codeVerifier }, freshSince);
  return inTransaction(ctx.db.db, async (db) => {
    if (userId !== null) {
      if (sessionHash !== null) return prove(db, { person, userId, sessionHash });
      await link(ctx, db, { person, userId });
      return { kind: 'linked', userId };
    }
    return enter(ctx, db, { person, client: provider, input });
  });
}

/** Signs in who the provider knows. */
async function enter(
  ctx: Services,
  db: Tx,
  { person, client, input }: { person: OidcPerson; client: OidcClient; input: OidcAnswer },
): Promise<OidcEnd> {
  const known = await knownUser(db, person);
  const userId = known ?? (await makeUser(ctx, db, { person, client }));
  const changes = await followClaims(db, userId, { person, settings: client.settings });
  const { address, userAgent } = input;
  const token = await startSession(db, { userId, address, userAgent });
  for (const { projectId } of changes.filter(({ after, claimed }) => after !== claimed))
    ctx.log.warn({ userId, projectId }, 'the claims would take the last admin of a project away: they stay');
  await recordProvider(db, { userId, isNew: known === undefined, changes });
  return { kind: 'signed_in', userId, token };
}

/** Counts only for an identity of the very person, in the very session that began it. */
async function prove(
  db: Tx,
  { person, userId, sessionHash }: { person: OidcPerson; userId: string; sessionHash: Buffer },
): Promise<OidcEnd> {
  if ((await knownUser(db, person)) !== userId || !(await noteProof(db, { userId, sessionHash })))
    throw new Problem('provider_refused');
  return { kind: 'proved', userId };
}

/** By issuer and subject, never by e-mail: that would let a provider into accounts it did not make. */
async function knownUser(db: Tx, { issuer, subject, email }: OidcPerson): Promise<string | undefined> {
  const row = await db
    .selectFrom('identities as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .select(['i.id', 'i.user_id', 'u.disabled_at'])
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.disabled_at !== null) throw new Problem('identity_unlinked');
  await db
    .updateTable('identities')
    .set({ email, last_used_at: sql<string>`now()` })
    .where('id', '=', row.id)
    .execute();
  return row.user_id;
}

/** An account for somebody new: only with an e-mail that the provider has verified and that nobody has here. */
async function makeUser(
  ctx: Services,
  db: Tx,
  { person, client }: { person: OidcPerson; client: OidcClient },
): Promise<string> {
  const { email, emailVerified, name } = person;
  if (!client.settings.createsAccounts || email === null || !emailVerified)
    throw new Problem('identity_unlinked');
  const userId = ctx.ids.next();
  const made = await db
    .insertInto('users')
    .values({ id: userId, kind: 'person', email, name: name ?? email })
    .onConflict((on) => on.column('email').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) throw new Problem('identity_unlinked');
  await link(ctx, db, { person, userId });
  return userId;
}

async function link(
  ctx: Services,
  db: Tx,
  { person, userId }: { person: OidcPerson; userId: string },
): Promise<void> {
  const { issuer, subject, email } = person;
  const id = ctx.ids.next();
  await db
    .insertInto('identities')
    .values({ id, issuer, subject, email, user_id: userId })
    .execute()
    .catch((error: unknown) => {
      if (violatesUnique(error, 'identities_issuer_subject_key')) throw new Problem('identity_taken');
      throw error;
    });
}

/** One's own identities, the oldest first. */
export async function listIdentities(ctx: Context): Promise<Identity[]> {
  return ctx.db.db
    .selectFrom('identities')
    .select(['id', 'issuer', 'email', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('user_id', '=', ctx.actor.userId)
    .orderBy('id')
    .execute();
}

/** Unlinks one of one's own identities. Throws `not_found`, `wrong_state` for the only way in, and as `requireProof`. */
export async function removeIdentity(
  ctx: Context,
  { identityId, ...proof }: Proof & { identityId: string },
): Promise<void> {
  const { userId } = ctx.actor;
  await requireProof(ctx, proof);
  await inTransaction(ctx.db.db, async (db) => {
    const user = await db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const removed = await db
      .deleteFrom('identities')
      .where('id', '=', identityId)
      .where('user_id', '=', userId)
      .returning('id')
      .executeTakeFirst();
    if (removed === undefined) throw new Problem('not_found');
    const left = await db
      .selectFrom('identities')
      .select('id')
      .where('user_id', '=', userId)
      .limit(1)
      .executeTakeFirst();
    if (left === undefined && user.password_hash === null)
      throw new Problem('wrong_state', { detail: 'This is the only way you sign in by.' });
  });
}

function requireClient(client: OidcClient | null): OidcClient {
  if (client === null)
    throw new Problem('not_found', { detail: 'This installation has no sign-in provider.' });
  return client;
}
