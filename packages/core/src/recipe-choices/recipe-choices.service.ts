import { sql } from 'kysely';
import type { z } from 'zod';
import type { recipeChoices } from '@pairwright/contract/recipe-choices';
import type { ProjectContext } from '../context.ts';

type RecipeChoices = z.infer<typeof recipeChoices>;

const MOST = 200;

/** What the filters of a recipe can choose from in the project. */
export async function getRecipeChoices({ db, projectId }: ProjectContext): Promise<RecipeChoices> {
  const versions = (table: 'questions' | 'guidelines') => sql`coalesce((
    select json_agg(version order by version desc) from (
      select version from ${sql.table(table)} where project_id = ${projectId} order by version desc limit ${MOST}
    ) v), '[]')`;
  const { rows } = await sql<RecipeChoices>`
    select
      coalesce((select json_agg(json_build_object('id', id, 'name', name) order by created_at desc, id desc)
        from (select id, name, created_at from batches where project_id = ${projectId} order by created_at desc, id desc limit ${MOST}) b), '[]') as batches,
      ${versions('questions')} as "questionVersions",
      ${versions('guidelines')} as "guidelinesVersions",
      coalesce((select json_agg(key order by key) from (
        select distinct f.flag ->> 'key' as key from questions q cross join lateral jsonb_array_elements(q.form -> 'flags') as f (flag)
        where q.project_id = ${projectId} order by 1 limit ${MOST}) f), '[]') as flags`.execute(db.db);
  if (rows[0] === undefined) throw new Error('choices are one row');
  return rows[0];
}
