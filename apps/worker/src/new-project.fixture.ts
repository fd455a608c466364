import type { ProjectContext, Services } from '@pairwright/core/context';
import { addPlainPerson, addPlainProject } from '@pairwright/testkit/plain-rows';
import type { TestDatabase } from '@pairwright/testkit/test-database';

/** A project of its own, as a researcher in it calls the services. */
export async function newProject(
  services: Services & { readonly db: TestDatabase },
): Promise<ProjectContext> {
  const projectId = await addPlainProject(services.db);
  const userId = await addPlainPerson(services.db);
  await services.db.db
    .insertInto('project_members')
    .values({ project_id: projectId, user_id: userId, role: 'researcher' })
    .execute();
  return {
    ...services,
    projectId,
    role: 'researcher',
    actor: { userId, isOwner: false, via: 'session', scopes: new Set(), onlyIn: null, tokenId: null },
  };
}
