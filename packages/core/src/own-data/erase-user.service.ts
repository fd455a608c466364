import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { releaseLeases } from '../leases/leases.queries.ts';
import { erasedName, removeFromAudit } from './erased-name.ts';
import { closeRequestsOf } from './erasure-requests.queries.ts';

/**
 * Removes who somebody is, and keeps what they judged: labels, statistics and frozen versions stay as they are, under a
 * name without meaning. Cannot be undone. Throws Problem `not_found`, `wrong_state` (oneself, or an owner), or
 * `invalid_request` when the e-mail is not theirs.
 */
export async function eraseUser(ctx: Context, input: { userId: string; email: string }): Promise<void> {
  if (input.userId === ctx.actor.userId)
    throw new Problem('wrong_state', { detail: 'You cannot erase your own account.' });
  await inTransaction(ctx.db.db, (db) => erasePerson(db, { ...input, by: ctx.actor.userId }));
}

/** The same within a transaction, in the name of an owner who is somebody else; a request of theirs that waits is done by it. */
export async function erasePerson(
  db: Tx,
  { userId, email, by }: { userId: string; email: string; by: string },
): Promise<void> {
  const user = await db
    .selectFrom('users')
    .select(['email', 'is_owner'])
    .where('id', '=', userId)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (user === undefined) throw new Problem('not_found');
  if (user.is_owner)
    throw new Problem('wrong_state', { detail: 'The account of an owner cannot be erased.' });
  if (user.email !== email.trim().toLowerCase())
    throw new Problem('invalid_request', {
      faults: [
        { path: 'body.email', rule: 'the e-mail of the account', fix: 'Type the e-mail that it has.' },
      ],
    });
  await removePerson(db, { userId, email: user.email, by });
}

/** Whoever calls has looked at who it is, and holds their row. `by`: null where nobody is signed in. */
export async function removePerson(
  db: Tx,
  { userId, email, by }: { userId: string; email: string; by: string | null },
): Promise<void> {
  await leaveProjects(db, userId);
  await removeWords(db, userId);
  await closeRequestsOf(db, userId, by);
  await removeSignIn(db, { userId, email });
  await removeFromAudit(db, userId);
}

/** Nobody waits for what an erased account holds. */
async function leaveProjects(db: Tx, userId: string): Promise<void> {
  const held = await db
    .selectFrom('assignments')
    .select('project_id')
    .distinct()
    .where('annotator_id', '=', userId)
    .where('state', '=', 'leased')
    .orderBy('project_id')
    .execute();
  for (const { project_id: projectId } of held) await releaseLeases(db, { projectId, annotatorId: userId });
  await db.deleteFrom('project_members').where('user_id', '=', userId).execute();
}

/** What they wrote about themselves, and what was written to them. What a judgment says belongs to the judgment. */
async function removeWords(db: Tx, userId: string): Promise<void> {
  await sql`delete from drafts d using assignments a where a.id = d.assignment_id and a.annotator_id = ${userId}`.execute(
    db,
  );
  await db.deleteFrom('annotator_settings').where('user_id', '=', userId).execute();
  await db.deleteFrom('annotator_replies').where('annotator_id', '=', userId).execute();
  await db
    .updateTable('feedback')
    .set({ message: '', reply: null, answer: null })
    .where('annotator_id', '=', userId)
    .execute();
  await db.updateTable('routing_events').set({ note: null }).where('annotator_id', '=', userId).execute();
  await db.updateTable('time_corrections').set({ note: '' }).where('user_id', '=', userId).execute();
}

/** What somebody signs in by, beside password and sessions. */
const WAYS_IN = [
  'password_resets',
  'totp_factors',
  'recovery_codes',
  'passkeys',
  'passkey_ceremonies',
  'identities',
  'oidc_sign_ins',
  // Who they are at a platform.
  'crowd_people',
  'crowd_entries',
] as const;

async function removeSignIn(db: Tx, { userId, email }: { userId: string; email: string }): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute();
  await db.deleteFrom('api_tokens').where('user_id', '=', userId).execute();
  for (const table of WAYS_IN) await db.deleteFrom(table).where('user_id', '=', userId).execute();
  await db.deleteFrom('registrations').where('email', '=', email).execute();
  await db.updateTable('invites').set({ email: null }).where('email', '=', email).execute();
  await db
    .deleteFrom('throttles')
    .where('key', 'in', [`account:${email}`, `reset:${email}`, `password:${userId}`, `code:${userId}`])
    .execute();
  await db
    .updateTable('users')
    .set({
      // Nobody can be reached under it: the domain is reserved for names that lead nowhere.
      email: `${userId}@erased.invalid`,
      name: erasedName(),
      password_hash: null,
      locale: 'en',
      disabled_at: sql<string>`coalesce(disabled_at, now())`,
      erased_at: sql<string>`now()`,
    })
    .where('id', '=', userId)
    .execute();
}
