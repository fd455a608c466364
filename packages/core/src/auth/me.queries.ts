import type { Me } from '@pairwright/contract/auth';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { mustAddFactor } from './factor-demand.queries.ts';

/** The person with their projects, newest first. Throws `not_signed_in` when the account is gone. */
export async function readMe(db: Executor, userId: string): Promise<Me> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'email', 'name', 'locale', 'is_owner', 'is_demo'])
    .where('id', '=', userId)
    .executeTakeFirst();
  if (user === undefined || user.email === null) throw new Problem('not_signed_in');
  const memberships = await db
    .selectFrom('project_members as m')
    .innerJoin('projects as p', 'p.id', 'm.project_id')
    .select(['p.id as projectId', 'p.name as projectName', 'm.role', 'p.state'])
    .where('m.user_id', '=', userId)
    .where('p.deleted_at', 'is', null)
    .orderBy('p.id', 'desc')
    .execute();
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    locale: user.locale,
    isOwner: user.is_owner,
    isDemo: user.is_demo,
    mustAddFactor: await mustAddFactor(db, userId),
    memberships,
  };
}
