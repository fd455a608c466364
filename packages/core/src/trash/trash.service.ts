import { Problem } from '@pairwright/contract/errors';
import type { TrashedProject } from '@pairwright/contract/trash';
import { afterCommit, inTransaction, type Tx } from '@pairwright/db/transaction';
import { reaches } from '../access/reach.ts';
import { recordSystem } from '../audit/record-system.ts';
import type { Context, ProjectContext, Services } from '../context.ts';
import { findOverdue, findTrashed, lockProject, removeProject, setDeleted } from './trash.queries.ts';

/**
 * Moves a project to the trash: nobody can enter it any more, and nothing in it is changed. Throws Problem
 * `invalid_request` when the name is not the one of the project.
 */
export async function trashProject(ctx: ProjectContext, input: { name: string }): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const project = await lockProject(db, ctx.projectId, 'in_use');
    if (project === undefined) throw new Problem('not_found');
    requireName(project.name, input.name);
    await setDeleted(db, ctx.projectId, ctx.actor.userId);
  });
}

/** Deleted projects that the actor may restore: all for the owner, else those whose admin the actor is. */
export async function listTrash(ctx: Context): Promise<{ items: TrashedProject[] }> {
  return { items: await findTrashed(ctx.db.db, ctx.actor) };
}

/** Takes a project out of the trash. Throws Problem `not_found`, also for those who may not. */
export async function restoreProject(ctx: Context, projectId: string): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    if (!(await mayRestore(db, ctx, projectId))) throw new Problem('not_found');
    if ((await lockProject(db, projectId, 'in_trash')) === undefined) throw new Problem('not_found');
    await setDeleted(db, projectId, null);
  });
}

/** Removes what has been in the trash for its time; gives how many. */
export async function emptyTrash(
  services: Pick<Services, 'db' | 'artifacts'>,
  signal?: AbortSignal,
): Promise<number> {
  let purged = 0;
  for (const projectId of await findOverdue(services.db.db)) {
    signal?.throwIfAborted();
    const done = await inTransaction(
      services.db.db,
      async (db) => {
        const project = await lockProject(db, projectId, 'in_trash');
        // Restored meanwhile, and perhaps deleted again.
        if (project?.isOverdue !== true) return false;
        await purge(db, services, projectId);
        await recordSystem(db, {
          action: 'purgeProject',
          objectKind: 'project',
          objectId: projectId,
          projectId,
          before: { name: project.name },
          after: null,
        });
        return true;
      },
      { statementTimeoutMs: 0 },
    );
    if (done) purged += 1;
  }
  return purged;
}

/** Removes a project whose row is held, and after the commit its files. */
export async function purge(
  db: Tx,
  { artifacts }: Pick<Services, 'artifacts'>,
  projectId: string,
): Promise<void> {
  const prefixes = await removeProject(db, projectId);
  afterCommit(db, async () => {
    for (const prefix of prefixes) await artifacts.deletePrefix(prefix);
  });
}

async function mayRestore(db: Tx, { actor }: Context, projectId: string): Promise<boolean> {
  if (!reaches(actor, projectId)) return false;
  if (actor.isOwner) return true;
  const row = await db
    .selectFrom('project_members')
    .select('user_id')
    .where('project_id', '=', projectId)
    .where('user_id', '=', actor.userId)
    .where('role', '=', 'admin')
    .executeTakeFirst();
  return row !== undefined;
}

/** Throws `invalid_request` for another name. */
export function requireName(wanted: string, typed: string): void {
  if (typed.normalize() === wanted.normalize()) return;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'body.name',
        rule: 'the name of the project, as it is',
        fix: 'Type the name that the project has.',
      },
    ],
  });
}
