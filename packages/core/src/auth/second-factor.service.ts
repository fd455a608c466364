import { sql } from 'kysely';
import type { CallOutput } from '@pairwright/contract/client';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context, Services } from '../context.ts';
import type { Post } from '../mail/post.ts';
import {
  type AboutSomebody,
  lockSomebody,
  requireProofAbout,
  tellOfAccess,
} from '../people/access-of-others.ts';
import { totpSecrets } from '../secrets/stored-secrets.ts';
import { type Proof, requireProof } from './proof.service.ts';
import { endSessions } from './session.service.ts';
import { countAttempt } from './throttle.service.ts';
import { newRecoveryCodes, newTotpSecret, plainCode, recoveryCodeHash, stepOfCode, totpUri } from './totp.ts';

/** What one signs in with beside the password. */
export async function getMyFactors(ctx: Context): Promise<CallOutput<'getMyFactors'>> {
  const { db } = ctx.db;
  const { userId } = ctx.actor;
  const totp = await db
    .selectFrom('totp_factors')
    .select('confirmed_at')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  const left = await db
    .selectFrom('recovery_codes')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  const passkeys = await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute();
  return { totpSince: totp?.confirmed_at ?? null, recoveryCodesLeft: Number(left.count), passkeys };
}

/** Gives a secret for the app. It counts only once confirmed; beginning again gives another. Throws `wrong_state` when an app counts already. */
export async function startTotp(ctx: Context, proof: Proof): Promise<{ secret: string; uri: string }> {
  const { email } = await requireProof(ctx, proof);
  const secret = newTotpSecret();
  const sealed = totpSecrets.seal(ctx.sealer, ctx.actor.userId, secret);
  const done = await ctx.db.db
    .insertInto('totp_factors')
    .values({ user_id: ctx.actor.userId, secret: sealed })
    .onConflict((on) =>
      on
        .column('user_id')
        .doUpdateSet({ secret: sealed, created_at: sql<string>`now()`, last_step: null })
        .where('totp_factors.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  if (done.numInsertedOrUpdatedRows === 0n)
    throw new Problem('wrong_state', { detail: 'An authenticator app is in use: remove it first.' });
  return { secret, uri: totpUri(secret, email ?? '') };
}

/** Takes the first code of the app; from now on sign-ins ask for one. Gives the recovery codes, once. Throws `wrong_code`, `wrong_state`. */
export async function confirmTotp(
  ctx: Context,
  code: string,
  sessionToken: string | undefined,
): Promise<string[]> {
  const { userId } = ctx.actor;
  await countAttempt(ctx.db.db, [{ key: `code:${userId}`, max: 10 }]);
  return inTransaction(ctx.db.db, async (db) => {
    const factor = await lockTotp(db, userId);
    if (factor === undefined || factor.confirmed)
      throw new Problem('wrong_state', { detail: 'Begin with the app first.' });
    const step = stepOfCode(openTotp(ctx, userId, factor), plainCode(code), ctx.clock.now());
    if (step === null) throw new Problem('wrong_code');
    await db
      .updateTable('totp_factors')
      .set({ confirmed_at: sql<string>`now()`, last_step: step })
      .where('user_id', '=', userId)
      .execute();
    await endSessions(db, userId, sessionToken);
    return storeRecoveryCodes(db, userId);
  });
}

/** Asks for no codes any more. */
export async function removeTotp(ctx: Context, proof: Proof): Promise<void> {
  await requireProof(ctx, proof);
  await inTransaction(ctx.db.db, (db) => dropTotp(db, ctx.actor.userId));
}

/** New recovery codes, once; the old ones end. Throws `wrong_state` without an app. */
export async function renewRecoveryCodes(ctx: Context, proof: Proof): Promise<string[]> {
  await requireProof(ctx, proof);
  return inTransaction(ctx.db.db, async (db) => {
    const factor = await lockTotp(db, ctx.actor.userId);
    if (factor?.confirmed !== true)
      throw new Problem('wrong_state', { detail: 'No authenticator app is in use.' });
    return storeRecoveryCodes(db, ctx.actor.userId);
  });
}

/**
 * Takes all factors from somebody else who has lost them, and ends their sessions. Throws `not_found`, `invalid_request` and
 * as `requireProofAbout`.
 */
export async function removeFactors(ctx: Context, about: AboutSomebody, post: Post): Promise<void> {
  await requireProofAbout(ctx, about);
  const person = await inTransaction(ctx.db.db, async (db) => {
    const person = await lockSomebody(db, about);
    await dropTotp(db, person.id);
    await db.deleteFrom('passkeys').where('user_id', '=', person.id).execute();
    await endSessions(db, person.id);
    return person;
  });
  tellOfAccess(post, 'factors', person);
}

/** Whether sign-ins of this person ask for a code. */
export async function asksForCode(db: Executor, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('totp_factors')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes a code of the app that was not taken before, or an unused recovery code, which is then used. False for all others.
 */
export async function takeCode(
  ctx: Services,
  db: Tx,
  { userId, code }: { userId: string; code: string },
): Promise<boolean> {
  const factor = await lockTotp(db, userId);
  if (factor?.confirmed !== true) return false;
  const step = stepOfCode(openTotp(ctx, userId, factor), plainCode(code), ctx.clock.now());
  if (step !== null) {
    if (factor.lastStep !== null && step <= factor.lastStep) return false;
    await db.updateTable('totp_factors').set({ last_step: step }).where('user_id', '=', userId).execute();
    return true;
  }
  const used = await db
    .updateTable('recovery_codes')
    .set({ used_at: sql<string>`now()` })
    .where('user_id', '=', userId)
    .where('code_hash', '=', recoveryCodeHash(code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

async function lockTotp(
  db: Tx,
  userId: string,
): Promise<{ stored: string; confirmed: boolean; lastStep: number | null } | undefined> {
  const row = await db
    .selectFrom('totp_factors')
    .select(['secret', 'confirmed_at', 'last_step'])
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        stored: row.secret,
        confirmed: row.confirmed_at !== null,
        lastStep: row.last_step,
      };
}

function openTotp({ sealer }: Services, userId: string, factor: { stored: string }): string {
  return totpSecrets.open(sealer, userId, factor.stored);
}

async function storeRecoveryCodes(db: Tx, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await db
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_id: userId, code_hash: recoveryCodeHash(code) })))
    .execute();
  return codes;
}

async function dropTotp(db: Tx, userId: string): Promise<void> {
  await db.deleteFrom('totp_factors').where('user_id', '=', userId).execute();
  await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
}
