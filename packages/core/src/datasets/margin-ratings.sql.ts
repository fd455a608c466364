import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';

type Fragment = RawBuilder<unknown>;

/** Whether margins are differences of ratings. */
export function isByRatings({ includeMargin, margin }: Recipe): boolean {
  return includeMargin && margin === 'rating_difference';
}

/** Expressions over `judged`, each with a comma, of what the judgments that count rated: `ratingDifference` of domain. */
export function ratedExpressions(recipe: Recipe): Fragment {
  if (!isByRatings(recipe)) return sql``;
  const named = recipe.marginRatings;
  if (named === null) return ofAll;
  const lower = named.flatMap(({ key, better }) => (better === 'lower' ? [key] : []));
  // Means of whole numbers; their differences are added up in the order of the names, as sums of fractions depend on it.
  return sql`
    rated as materialized (
      select k.comparison_id, (r.rating ->> 'response')::int as place, r.rating ->> 'key' as key, sum((r.rating ->> 'value')::double precision) / count(*) as mean
      from judged k cross join lateral json_array_elements(k.details -> 'ratings') as r (rating)
      where k.reason is null and r.rating ->> 'key' = any(${named.map(({ key }) => key)}::text[]) group by 1, 2, 3
    ),
    rated_pairs as materialized (
      select comparison_id, one.place as i, other.place as j,
        sum(case when key = any(${lower}::text[]) then other.mean - one.mean else one.mean - other.mean end order by key collate "C") / count(*) as difference
      from rated one join rated other using (comparison_id, key) where one.place < other.place group by 1, 2, 3
    ),`;
}

/** Mean ratings by comparison and response, of recipes of before. */
const ofAll = sql`
    rated as materialized (
      select k.comparison_id, (r.rating ->> 'response')::int as place, sum((r.rating ->> 'value')::double precision) / count(*) as mean
      from judged k cross join lateral json_array_elements(k.details -> 'ratings') as r (rating)
      where k.reason is null group by 1, 2
    ),`;

/** Joins to unit r what `ratedDifference` reads. A rewrite was rated by nobody. */
export function joinedRatings(recipe: Recipe): Fragment {
  if (!isByRatings(recipe)) return sql``;
  if (recipe.marginRatings !== null)
    return sql`left join rated_pairs d on d.comparison_id = r.id and d.i = r.i and d.j = r.j and r.source <> 'rewrite'`;
  return sql`
  left join rated one on one.comparison_id = r.id and one.place = r.i and r.source <> 'rewrite'
  left join rated other on other.comparison_id = r.id and other.place = r.j and r.source <> 'rewrite'`;
}

/** Of the chosen response over the other one; null where there is none. Adding 0 makes a negative zero positive. */
export function ratedDifference({ marginRatings }: Recipe): Fragment {
  return sql.raw(
    marginRatings === null
      ? "case r.label when 'first' then one.mean - other.mean else other.mean - one.mean end + 0"
      : "case r.label when 'first' then d.difference else -d.difference end + 0",
  );
}
