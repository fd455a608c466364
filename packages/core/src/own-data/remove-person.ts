import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { releaseLeases } from '../leases/leases.queries.ts';
import { erasedName, removeFromAudit } from './erased-name.ts';
import { closeRequestsOf } from './erasure-requests.queries.ts';

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
  // Without the e-mail anybody with the link could use what was for this person alone.
  await db
    .updateTable('invites')
    .set({ revoked_at: sql<string>`now()` })
    .where('email', '=', email)
    .where('revoked_at', 'is', null)
    .whereRef('uses', '<', 'max_uses')
    .execute();
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
