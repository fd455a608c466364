import { sql } from 'kysely';
import type { Role } from '@pairwright/contract/access';
import type { Tx } from '@pairwright/db/transaction';
import { releaseLeases } from '../../leases/leases.queries.ts';
import type { OidcPerson, OidcSettings } from './oidc-client.ts';
import { rolesOfValues } from './claimed-roles.ts';

/**
 * Makes the memberships that claims give fit the claims of now: new ones come, roles change, and what is claimed no more goes,
 * with its leases. Memberships that people gave stay as they are.
 */
export async function followClaims(
  db: Tx,
  userId: string,
  { person, settings }: { person: OidcPerson; settings: OidcSettings },
): Promise<void> {
  if (settings.roles.length === 0) return;
  const claimed = rolesOfValues(person.roleValues, settings.roles);
  const projects =
    claimed.size === 0
      ? []
      : await db
          .selectFrom('projects')
          .select(['id', 'slug'])
          .where('slug', 'in', [...claimed.keys()])
          .execute();
  const wanted = new Map<string, Role>();
  for (const { id, slug } of projects) {
    const role = claimed.get(slug);
    if (role !== undefined) wanted.set(id, role);
  }
  for (const [projectId, role] of wanted)
    await db
      .insertInto('project_members')
      .values({ project_id: projectId, user_id: userId, role, by_claims: true })
      .onConflict((on) =>
        on
          .columns(['project_id', 'user_id'])
          .doUpdateSet({ role })
          .where(sql<boolean>`project_members.by_claims`),
      )
      .execute();
  const gone = await db
    .deleteFrom('project_members')
    .where('user_id', '=', userId)
    .where('by_claims', '=', true)
    .$if(wanted.size > 0, (query) => query.where('project_id', 'not in', [...wanted.keys()]))
    .returning('project_id')
    .execute();
  for (const { project_id } of gone) await releaseLeases(db, { projectId: project_id, annotatorId: userId });
}
