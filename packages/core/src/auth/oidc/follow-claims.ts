import type { Role } from '@pairwright/contract/access';
import type { Tx } from '@pairwright/db/transaction';
import { releaseLeases } from '../../leases/leases.queries.ts';
import { lockAdmins } from '../../people/admins.queries.ts';
import type { OidcPerson, OidcSettings } from './oidc-client.ts';
import { rolesOfValues } from './claimed-roles.ts';

/** What claims did to one membership; null: there is none. */
export interface ClaimedChange {
  readonly projectId: string;
  readonly before: Role | null;
  readonly after: Role | null;
  /** What the claims say; other than `after` where it would take the project's last admin away. */
  readonly claimed: Role | null;
}

/**
 * Makes the memberships that claims give fit the claims of now: new ones come, roles change, and what is claimed no more goes,
 * with its leases. Memberships that people gave stay as they are, and so does the last admin of a project, until there is
 * another. Gives what was done, and what was not for that reason.
 */
export async function followClaims(
  db: Tx,
  userId: string,
  { person, settings }: { person: OidcPerson; settings: OidcSettings },
): Promise<ClaimedChange[]> {
  if (settings.roles.length === 0) return [];
  const wanted = await wantedRoles(db, rolesOfValues(person.roleValues, settings.roles));
  const held = await db
    .selectFrom('project_members')
    .select('project_id as projectId')
    .where('user_id', '=', userId)
    .where('by_claims', '=', true)
    .execute();
  // In one order for everybody: rows are locked.
  const projectIds = [...new Set([...wanted.keys(), ...held.map(({ projectId }) => projectId)])].sort();
  const changes: ClaimedChange[] = [];
  for (const projectId of projectIds) {
    const claimed = wanted.get(projectId) ?? null;
    const change = await followIn(db, { projectId, userId, claimed });
    if (change !== null) changes.push({ projectId, claimed, ...change });
  }
  return changes;
}

/** By project. */
async function wantedRoles(
  db: Tx,
  claimed: ReturnType<typeof rolesOfValues>,
): Promise<ReadonlyMap<string, Role>> {
  if (claimed.size === 0) return new Map();
  const projects = await db
    .selectFrom('projects')
    .select(['id', 'slug'])
    .where('slug', 'in', [...claimed.keys()])
    .execute();
  return new Map(
    projects.flatMap(({ id, slug }) => {
      const role = claimed.get(slug);
      return role === undefined ? [] : [[id, role] as const];
    }),
  );
}

/** Null: the membership fits, or people gave it. */
async function followIn(
  db: Tx,
  { projectId, userId, claimed }: { projectId: string; userId: string; claimed: Role | null },
): Promise<{ before: Role | null; after: Role | null } | null> {
  const locked = await lockAdmins(db, projectId, userId);
  const own = locked.find((each) => each.userId === userId);
  const before = own?.role ?? null;
  if (own?.byClaims === false || before === claimed) return null;
  const isLastAdmin = before === 'admin' && locked.length === 1;
  if (isLastAdmin) return { before, after: before };
  if (claimed === null) await leave(db, { projectId, userId });
  else if (own === undefined) {
    const made = await db
      .insertInto('project_members')
      .values({ project_id: projectId, user_id: userId, role: claimed, by_claims: true })
      .onConflict((on) => on.columns(['project_id', 'user_id']).doNothing())
      .executeTakeFirst();
    // Somebody has added them, or signed them in, in this moment.
    if (made.numInsertedOrUpdatedRows === 0n) return null;
  } else
    await db
      .updateTable('project_members')
      .set({ role: claimed })
      .where('project_id', '=', projectId)
      .where('user_id', '=', userId)
      .execute();
  return { before, after: claimed };
}

async function leave(db: Tx, { projectId, userId }: { projectId: string; userId: string }): Promise<void> {
  await db
    .deleteFrom('project_members')
    .where('project_id', '=', projectId)
    .where('user_id', '=', userId)
    .execute();
  await releaseLeases(db, { projectId, annotatorId: userId });
}
