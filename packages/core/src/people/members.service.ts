import type { Role } from '@pairwright/contract/access';
import { Problem } from '@pairwright/contract/errors';
import type { Member } from '@pairwright/contract/people';
import type { Executor } from '@pairwright/db/database';
import { violatesUnique } from '@pairwright/db/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { hashNewPassword } from '../auth/new-password.ts';
import type { Proof } from '../auth/proof.service.ts';
import { translateEmail } from '../auth/setup.service.ts';
import type { ProjectContext } from '../context.ts';
import { releaseLeases } from '../leases/leases.queries.ts';
import { lockAdmins } from './admins.queries.ts';
import { givesMore, requireProofForRole } from './role-grants.ts';

/** Who works in the project, in the order they came. Imported annotators are not members. */
export async function listMembers(ctx: ProjectContext): Promise<Member[]> {
  return selectMembers(ctx.db.db, ctx.projectId)
    .orderBy('m.created_at')
    .orderBy('u.id')
    .execute()
    .then((rows) => rows.map(toMember));
}

export interface NewMember {
  readonly email: string;
  readonly role: Role;
  /** Given when the person has no account yet. */
  readonly newAccount?:
    | { readonly name: string; readonly password: string; readonly locale: 'en' | 'zh-CN' }
    | undefined;
  readonly proof: Proof;
}

/**
 * Adds a person. Throws `not_found` for an unknown e-mail without a new account, `email_taken` with one, `member_exists`, and
 * as `requireProofForRole`.
 */
export async function addMember(ctx: ProjectContext, input: NewMember): Promise<Member> {
  await requireProofForRole(ctx, input, input.proof);
  const passwordHash =
    input.newAccount === undefined
      ? undefined
      : await hashNewPassword(input.newAccount.password, { ...input.newAccount, email: input.email });
  return inTransaction(ctx.db.db, async (db) => {
    const userId =
      input.newAccount === undefined || passwordHash === undefined
        ? await findPerson(db, input.email)
        : await makePerson(db, {
            id: ctx.ids.next(),
            email: input.email,
            name: input.newAccount.name,
            locale: input.newAccount.locale,
            password_hash: passwordHash,
          });
    await db
      .insertInto('project_members')
      .values({ project_id: ctx.projectId, user_id: userId, role: input.role })
      .execute()
      .catch((error: unknown) => {
        if (violatesUnique(error, 'project_members_pkey')) throw new Problem('member_exists');
        throw error;
      });
    return readMember(db, ctx.projectId, userId);
  });
}

/**
 * Changes a member's role. Throws `not_found`, `last_admin` when nobody would be left to manage the project, and as
 * `requireProofForRole`.
 */
export async function updateMember(
  ctx: ProjectContext,
  input: { userId: string; role: Role; proof: Proof },
): Promise<Member> {
  const { role, proof } = input;
  const seen = await readMember(ctx.db.db, ctx.projectId, input.userId);
  await requireProofForRole(ctx, { role, held: seen.role }, proof);
  return inTransaction(ctx.db.db, async (db) => {
    await lockMembership(db, ctx.projectId, input.userId);
    const { role: held } = await readMember(db, ctx.projectId, input.userId);
    // Lowered meanwhile: what needed no proof now does.
    if (givesMore(role, held) && !givesMore(role, seen.role)) throw new Problem('proof_needed');
    await db
      .updateTable('project_members')
      .set({ role })
      .where('project_id', '=', ctx.projectId)
      .where('user_id', '=', input.userId)
      .execute();
    await requireAdmin(db, ctx.projectId);
    return readMember(db, ctx.projectId, input.userId);
  });
}

/** Removes a member; judgments stay, leases go back to the queue at once. Throws `not_found`, `last_admin`. */
export async function removeMember(ctx: ProjectContext, userId: string): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    await lockMembership(db, ctx.projectId, userId);
    await db
      .deleteFrom('project_members')
      .where('project_id', '=', ctx.projectId)
      .where('user_id', '=', userId)
      .execute();
    await requireAdmin(db, ctx.projectId);
    await releaseLeases(db, { projectId: ctx.projectId, annotatorId: userId });
  });
}

/** Throws `not_found`. */
async function lockMembership(db: Tx, projectId: string, userId: string): Promise<void> {
  const rows = await lockAdmins(db, projectId, userId);
  if (!rows.some((row) => row.userId === userId)) throw new Problem('not_found');
}

async function requireAdmin(db: Tx, projectId: string): Promise<void> {
  const row = await db
    .selectFrom('project_members')
    .select('user_id')
    .where('project_id', '=', projectId)
    .where('role', '=', 'admin')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('last_admin', { detail: 'Make somebody else an admin first.' });
}

async function findPerson(db: Executor, email: string): Promise<string> {
  const row = await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
  if (row === undefined)
    throw new Problem('not_found', {
      detail: `There is no account ${email}. Give name and first password to make one.`,
    });
  return row.id;
}

async function makePerson(
  db: Tx,
  person: { id: string; email: string; name: string; locale: 'en' | 'zh-CN'; password_hash: string },
): Promise<string> {
  await db
    .insertInto('users')
    .values({ ...person, kind: 'person' })
    .execute()
    .catch(translateEmail);
  return person.id;
}

function selectMembers(db: Executor, projectId: string) {
  return db
    .selectFrom('project_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id as userId', 'u.email', 'u.name', 'm.role', 'm.teams', 'm.created_at as createdAt'])
    .where('m.project_id', '=', projectId);
}

/** Throws `not_found`. */
async function readMember(db: Executor, projectId: string, userId: string): Promise<Member> {
  const row = await selectMembers(db, projectId).where('u.id', '=', userId).executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  return toMember(row);
}

function toMember(row: Omit<Member, 'email' | 'role'> & { email: string | null; role: string }): Member {
  return { ...row, email: row.email ?? '', role: row.role as Role };
}
