import { sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { isByRatings } from './margin-ratings.sql.ts';

interface Asked {
  readonly key: string;
  readonly min: number;
  readonly max: number;
}

const said = ({ key, min, max }: Asked): string => `${key} (${min} to ${max})`;

/**
 * Throws Problem `invalid_request` where a margin is made of a rating that no question of the project asks for, or of ratings on
 * different scales: one point of each would weigh another share of its scale. With a filter by version of the question, those count.
 */
export async function requireFittingRatings(db: Executor, projectId: string, recipe: Recipe): Promise<void> {
  const { marginRatings: named, filters } = recipe;
  if (!isByRatings(recipe) || named === null) return;
  const { questionVersions } = filters;
  const { rows: asked } = await sql<Asked>`
    select distinct r.rating ->> 'key' as key, (r.rating ->> 'min')::int as min, (r.rating ->> 'max')::int as max
    from questions q cross join lateral jsonb_array_elements(q.form -> 'ratings') as r (rating)
    where q.project_id = ${projectId} and (${questionVersions.length === 0} or q.version = any(${questionVersions}::int[]))
    order by 1, 2, 3`.execute(db);
  const unknown = named.findIndex(({ key }) => asked.every((one) => one.key !== key));
  if (unknown !== -1)
    throw fault(`marginRatings.${unknown}.key`, {
      rule: 'a rating that the questions of the project ask for',
      fix:
        asked.length === 0
          ? 'They ask for none: choose another margin.'
          : `Name some of these: ${asked.map(said).join(', ')}.`,
    });
  const used = asked.filter(({ key }) => named.some((one) => one.key === key));
  if (new Set(used.map(({ min, max }) => `${min} ${max}`)).size > 1)
    throw fault('marginRatings', {
      rule: 'ratings on one scale',
      fix: `They are on several: ${used.map(said).join(', ')}. Name those on one of them, or filter by version of the question.`,
    });
}

function fault(path: string, { rule, fix }: { rule: string; fix: string }): Problem {
  return new Problem('invalid_request', { faults: [{ path: `body.recipe.${path}`, rule, fix }] });
}
