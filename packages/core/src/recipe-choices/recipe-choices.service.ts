import { sql } from 'kysely';
import type { OfferedList, RecipeChoices } from '@pairwright/contract/recipe-choices';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { prepareLongStatements } from '../datasets/freeze.queries.ts';
import { pickSample } from '../datasets/sample.queries.ts';
import { choicesQuery, type OfferedRows } from './recipe-choices.sql.ts';

const MOST = 200;
/** What is found by looking at comparisons: a sample may lack some. The others are whole lists. */
const seenOnly: readonly OfferedList[] = ['languages', 'categories', 'sources', 'tags', 'models'];
/** What is told in numbers of comparisons or of their judgments. */
const counted: readonly OfferedList[] = [
  ...seenOnly,
  'batches',
  'rounds',
  'flags',
  'criteria',
  'questionVersions',
  'guidelinesVersions',
];

/**
 * What the filters of a recipe can choose from in the project, with counts: of all comparisons, or of the sample that previews
 * look at. `mostExact`: comparisons up to which all are looked at.
 */
export async function getRecipeChoices(
  { db: { db }, projectId }: ProjectContext,
  { mostExact }: { mostExact?: number } = {},
): Promise<RecipeChoices> {
  return inTransaction(
    db,
    async (db) => {
      await prepareLongStatements(db);
      const { of, sample } = await pickSample(db, projectId, mostExact);
      const { rows } = await sql<OfferedRows>`${choicesQuery({ projectId, sample, most: MOST + 1 })}`.execute(
        db,
      );
      if (rows[0] === undefined) throw new Error('choices are one row');
      const ratings = await ratingsAsked(db, projectId);
      return { ...toChoices(rows[0], { of, looked: sample?.length ?? null }), ratings };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** Each as the newest version of the question that asks for it has it. */
async function ratingsAsked(db: Tx, projectId: string): Promise<RecipeChoices['ratings']> {
  const { rows } = await sql<{ rating: RecipeChoices['ratings'][number] }>`
    select distinct on (r.rating ->> 'key') r.rating
    from questions q cross join lateral jsonb_array_elements(q.form -> 'ratings') as r (rating)
    where q.project_id = ${projectId} order by r.rating ->> 'key', q.version desc`.execute(db);
  return rows.map(({ rating: { key, label, min, max, low, high } }) => ({ key, label, min, max, low, high }));
}

function toChoices(
  found: OfferedRows,
  { of, looked }: { of: number; looked: number | null },
): Omit<RecipeChoices, 'ratings'> {
  const factor = looked === null || looked === 0 ? 1 : of / looked;
  const lists = Object.entries(found) as [OfferedList, OfferedRows[OfferedList]][];
  const shown = lists.map(([name, items]) => [
    name,
    items
      .slice(0, MOST)
      .map((item) => ({ ...item, count: Math.round(item.count * (counted.includes(name) ? factor : 1)) })),
  ]);
  const partial = lists
    .filter(([name, items]) => items.length > MOST || (looked !== null && seenOnly.includes(name)))
    .map(([name]) => name);
  return {
    ...(Object.fromEntries(shown) as OfferedRows),
    partial,
    sampled: looked === null ? null : { comparisons: looked, of },
  };
}
