import { Problem } from '@pairwright/contract/errors';
import type { SavedMapping } from '@pairwright/contract/import-mappings';
import type { ProjectContext } from '../../context.ts';
import { deleteMappingRow, findMappings, upsertMapping } from './mappings.queries.ts';

const MOST = 200;

/** Saved mappings of the project, by name. */
export async function listMappings(ctx: ProjectContext): Promise<{ items: SavedMapping[] }> {
  return { items: await findMappings(ctx.db.db, ctx.projectId) };
}

/** Saves a mapping; one of the same name is replaced. Throws Problem `invalid_request` where there are too many. */
export async function saveMapping(
  ctx: ProjectContext,
  given: Pick<SavedMapping, 'name' | 'mapping'>,
): Promise<SavedMapping> {
  const row = { ...given, id: ctx.ids.next(), projectId: ctx.projectId, createdBy: ctx.actor.userId };
  const saved = await upsertMapping(ctx.db.db, row, MOST);
  if (saved !== undefined) return saved;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'body.name',
        rule: `a project keeps at most ${MOST} mappings`,
        fix: 'Delete one that nobody needs, or save over it.',
      },
    ],
  });
}

/** Forgets a mapping. Throws Problem `not_found`. */
export async function deleteMapping(ctx: ProjectContext, mappingId: string): Promise<void> {
  if (!(await deleteMappingRow(ctx.db.db, { projectId: ctx.projectId, mappingId })))
    throw new Problem('not_found');
}
