import { Problem } from '@pairwright/contract/errors';
import type { Recipe } from '@pairwright/contract/recipe';
import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** Throws Problem invalid_request when a recipe goes by a criterion that no question of the project asks. */
export async function requireCriterion(
  db: Executor,
  projectId: string,
  { criterion }: Pick<Recipe, 'criterion'>,
): Promise<void> {
  if (criterion === null) return;
  const { rows } = await sql<{ key: string }>`
    select distinct f.criterion ->> 'key' as key from questions q cross join lateral jsonb_array_elements(q.form -> 'criteria') as f (criterion)
    where q.project_id = ${projectId} order by 1`.execute(db);
  const asked = rows.map(({ key }) => key);
  if (asked.includes(criterion)) return;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'recipe.criterion',
        rule: 'is a criterion that a question of the project asks',
        value: criterion,
        fix:
          asked.length === 0
            ? 'No question of this project asks one: leave it out, or take null.'
            : `Take one of: ${asked.join(', ')}.`,
      },
    ],
  });
}
