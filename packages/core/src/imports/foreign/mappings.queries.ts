import { mapping } from '@pairwright/contract/import-mapping';
import type { SavedMapping } from '@pairwright/contract/import-mappings';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';

function toSaved(row: Selectable<DB['import_mappings']>): SavedMapping {
  return { id: row.id, name: row.name, mapping: mapping.parse(row.mapping), savedAt: row.saved_at };
}

/** By name. */
export async function findMappings(db: Executor, projectId: string): Promise<SavedMapping[]> {
  const rows = await db
    .selectFrom('import_mappings')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('name')
    .execute();
  return rows.map(toSaved);
}

export interface MappingToSave extends Pick<SavedMapping, 'id' | 'name' | 'mapping'> {
  readonly projectId: string;
  readonly createdBy: string;
}

/** Adds it, or replaces what has its name; undefined where a project has `most` of other names. */
export async function upsertMapping(
  db: Executor,
  given: MappingToSave,
  most: number,
): Promise<SavedMapping | undefined> {
  const { rows } = await sql<Selectable<DB['import_mappings']>>`
    insert into import_mappings as m (id, project_id, name, mapping, created_by)
    select ${given.id}, ${given.projectId}, ${given.name}, ${JSON.stringify(given.mapping)}::jsonb, ${given.createdBy}
    where (select count(*) from import_mappings o where o.project_id = ${given.projectId} and o.name <> ${given.name}) < ${most}
    on conflict (project_id, name) do update set mapping = excluded.mapping, created_by = excluded.created_by, saved_at = clock_timestamp()
    returning m.*`.execute(db);
  return rows[0] && toSaved(rows[0]);
}

/** Whether there was one. */
export async function deleteMappingRow(
  db: Executor,
  key: { projectId: string; mappingId: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('import_mappings')
    .where('project_id', '=', key.projectId)
    .where('id', '=', key.mappingId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
