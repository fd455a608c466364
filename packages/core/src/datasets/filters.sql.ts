import { type RawBuilder, sql } from 'kysely';
import type { DropReason } from '@pairwright/contract/drop-reasons';
import type { Recipe, RecipeFilters } from '@pairwright/contract/recipe';
import { saidOn } from './criterion.sql.ts';

type Fragment = RawBuilder<unknown>;

const joined = (parts: readonly Fragment[], between: Fragment): Fragment => sql`${sql.join(parts, between)}`;

/** A day is its beginning in UTC, whatever the zone of the connection. */
export function momentOf(text: string): string {
  return text.length === 10 ? `${text}T00:00:00Z` : text;
}

/** Whether judgment j is one that the recipe does not count, by its filters or for saying nothing on its criterion; null: it counts all. */
export function judgmentFilter(
  projectId: string,
  { filters, criterion }: Pick<Recipe, 'filters' | 'criterion'>,
): Fragment | null {
  const faults: Fragment[] = [];
  if (criterion !== null) faults.push(sql`not ${sql.raw(saidOn(criterion).isAnswered)}`);
  if (filters.from !== null) faults.push(sql`j.created_at < ${momentOf(filters.from)}::timestamptz`);
  if (filters.to !== null) faults.push(sql`j.created_at >= ${momentOf(filters.to)}::timestamptz`);
  if (filters.questionVersions.length > 0)
    faults.push(sql`j.question_version <> all(${filters.questionVersions}::int[])`);
  if (filters.guidelinesVersions.length > 0)
    faults.push(sql`j.guidelines_version <> all(${filters.guidelinesVersions}::int[])`);
  if (filters.judges.length > 0)
    faults.push(sql`j.annotator_id not in (
      select u.id from users u left join project_members m on m.user_id = u.id and m.project_id = ${projectId}
        left join imported_annotators i on i.user_id = u.id
      where case when i.judge = 'model' then 'model' when u.kind = 'imported' then 'imported' else coalesce(m.role, 'left') end = any(${filters.judges}::text[]))`);
  if (filters.teams.length > 0)
    faults.push(sql`j.annotator_id not in (
      select m.user_id from project_members m where m.project_id = ${projectId} and m.teams && ${filters.teams}::text[])`);
  return faults.length === 0 ? null : joined(faults, sql` or `);
}

/** Comparisons of a project that are out of work: few, and found by an index of their own. */
export function withdrawnFault(projectId: string): Fragment {
  return sql`select c.id, 'withdrawn' as fault from comparisons c where c.project_id = ${projectId} and c.state = 'withdrawn'`;
}

/**
 * `comparisonFault` of domain over comparison c and its prompt p, with `judged` for the flags; null: every comparison passes that
 * is not withdrawn.
 */
export function comparisonFault(filters: RecipeFilters): Fragment | null {
  const cases: Fragment[] = [];
  const outside = (column: string, list: readonly string[], fault: string): void => {
    if (list.length > 0)
      cases.push(sql`when (${sql.raw(column)} = any(${list}::text[])) is not true then ${sql.lit(fault)}`);
  };
  outside('c.batch_id::text', filters.batches, 'other_batch');
  if (filters.rounds.length > 0)
    cases.push(
      sql`when c.batch_id not in (select b.id from batches b where b.round = any(${filters.rounds}::int[])) then 'other_round'`,
    );
  outside('p.language', filters.languages, 'other_language');
  outside('p.category', filters.categories, 'other_category');
  outside('p.source', filters.sources, 'other_source');
  if (filters.tags.length > 0)
    cases.push(sql`when (${tagsOf('p')} ?| ${filters.tags}::text[]) is not true then 'other_tag'`);
  if (filters.models.length > 0)
    cases.push(
      sql`when exists (select from responses m where m.id = any(c.response_ids) and m.model <> all(${filters.models}::text[])) then 'other_model'`,
    );
  if (filters.leastCharacters !== null || filters.mostCharacters !== null)
    cases.push(
      sql`when ${longest} not between ${filters.leastCharacters ?? 0} and ${filters.mostCharacters ?? 2_147_483_647} then 'other_length'`,
    );
  if (filters.adjudicatedOnly)
    cases.push(
      sql`when not exists (select from review_decisions d where d.comparison_id = c.id and d.withdrawn_at is null) then 'not_adjudicated'`,
    );
  if (filters.withoutFlags.length > 0)
    cases.push(sql`when c.id in (
      select k.comparison_id from judged k cross join lateral json_array_elements(k.details -> 'flags') as f (flag)
      where k.reason is null and f.flag ->> 'key' = any(${filters.withoutFlags}::text[])) then 'flag_raised'`);
  return cases.length === 0
    ? null
    : sql`case when c.state = 'withdrawn' then 'withdrawn' ${joined(cases, sql` `)} end`;
}

/** Why a recipe leaves a comparison out whole, whatever was said of it: `withdrawnFault`, `comparisonFault` and `flaggedIf`. */
export const faultReasons = [
  'withdrawn',
  'other_batch',
  'other_round',
  'other_language',
  'other_category',
  'other_source',
  'other_tag',
  'other_model',
  'other_length',
  'not_adjudicated',
  'flag_raised',
  'flagged',
] as const satisfies readonly DropReason[];

/** The tags that an import gave a prompt, a list of texts or one text; null: none. */
export function tagsOf(prompt: string): Fragment {
  return sql.raw(
    `(case when jsonb_typeof(${prompt}.metadata -> 'tags') in ('array', 'string') then ${prompt}.metadata -> 'tags' end)`,
  );
}

/** The same as a JSON list of texts. */
export function tagTexts(prompt: string): Fragment {
  const tags = tagsOf(prompt);
  return sql`(select coalesce(jsonb_agg(t.tag), '[]') from jsonb_path_query(coalesce(${tags}, '[]'), 'lax $[*] ? (@.type() == "string")') as t (tag))`;
}

/** Code points of the longest response of c. */
export const longest = sql`coalesce((
  select max((select coalesce(sum(char_length(coalesce(m.message ->> 'content', ''))), 0) from json_array_elements(r.messages) as m (message)))
  from responses r where r.id = any(c.response_ids)), 0)`;
