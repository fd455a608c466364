import { type RawBuilder, sql } from 'kysely';
import type { OfferedList, RecipeChoices } from '@pairwright/contract/recipe-choices';
import { tagTexts } from '../datasets/filters.sql.ts';

type Fragment = RawBuilder<unknown>;

export type OfferedRows = Pick<RecipeChoices, OfferedList>;

interface Wanted {
  readonly projectId: string;
  /** Comparisons that are looked at; null: all. */
  readonly sample: readonly string[] | null;
  readonly most: number;
}

/**
 * One row with a list for each filter. Counts are of the comparisons that are looked at (of judgments on them: versions), or of
 * members.
 */
export function choicesQuery(wanted: Wanted): Fragment {
  const { projectId, sample } = wanted;
  const lists: Readonly<Record<OfferedList, Fragment>> = {
    ...ofComparisons(wanted),
    ...ofJudgments(wanted),
    teams: listOf(wanted, {
      values: sql`select t.team as value, count(*) as count from project_members m cross join lateral unnest(m.teams) as t (team)
        where m.project_id = ${projectId} group by 1`,
      order: mostFirst,
    }),
  };
  const among = sample === null ? sql`` : sql`and c.id = any(${sample}::uuid[])`;
  return sql`
    with looked as materialized (
      select c.id, c.batch_id, c.prompt_id, c.response_ids from comparisons c where c.project_id = ${projectId} ${among}
    ),
    asked as materialized (
      select p.language, p.category, p.source, ${tagTexts('p')} as tags from looked l join prompts p on p.id = l.prompt_id
    ),
    told as materialized (
      select j.comparison_id, j.question_version, j.guidelines_version, j.details -> 'flags' as flags, j.details -> 'criteria' as criteria
      from looked l join judgments j on j.comparison_id = l.id
    )
    select ${sql.join(Object.entries(lists).map(([name, list]) => sql`${list} as ${sql.ref(name)}`))}`;
}

const mostFirst = sql.raw('count desc, value collate "C"');
const newestFirst = sql.raw('value desc');

interface List {
  readonly values: Fragment;
  readonly order: Fragment;
}

function listOf({ most }: Wanted, { values, order }: List): Fragment {
  return sql`coalesce((select json_agg(v order by ${order}) from (select * from (${values}) a order by ${order} limit ${most}) v), '[]')`;
}

function ofComparisons(wanted: Wanted): Pick<Record<OfferedList, Fragment>, 'batches' | 'rounds' | Text> {
  const { projectId, most } = wanted;
  const batches = sql`(select batch_id, count(*) as n from looked group by 1)`;
  const text = (column: 'language' | 'category' | 'source'): Fragment =>
    listOf(wanted, {
      values: sql`select ${sql.ref(column)} as value, count(*) as count from asked where ${sql.ref(column)} is not null group by 1`,
      order: mostFirst,
    });
  return {
    batches: sql`coalesce((select json_agg(json_build_object('value', v.id, 'name', v.name, 'count', v.count) order by v.created_at desc, v.id desc) from (
      select b.id, b.name, b.created_at, coalesce(l.n, 0) as count from batches b left join ${batches} l on l.batch_id = b.id
      where b.project_id = ${projectId} order by b.created_at desc, b.id desc limit ${most}) v), '[]')`,
    rounds: listOf(wanted, {
      values: sql`select b.round as value, coalesce(sum(l.n), 0)::bigint as count from batches b left join ${batches} l on l.batch_id = b.id
        where b.project_id = ${projectId} group by 1`,
      order: newestFirst,
    }),
    languages: text('language'),
    categories: text('category'),
    sources: text('source'),
    tags: listOf(wanted, {
      values: sql`select t.tag as value, count(*) as count from asked
        cross join lateral (select distinct tag from jsonb_array_elements_text(asked.tags) as e (tag)) t group by 1`,
      order: mostFirst,
    }),
    models: listOf(wanted, {
      values: sql`select r.model as value, count(distinct l.id) as count from looked l
        cross join lateral unnest(l.response_ids) as u (id) join responses r on r.id = u.id group by 1`,
      order: mostFirst,
    }),
  };
}

type Text = 'languages' | 'categories' | 'sources' | 'tags' | 'models';

function ofJudgments(
  wanted: Wanted,
): Pick<Record<OfferedList, Fragment>, 'flags' | 'criteria' | 'questionVersions' | 'guidelinesVersions'> {
  const { projectId } = wanted;
  const versions = (table: 'questions' | 'guidelines', column: 'question_version' | 'guidelines_version') =>
    listOf(wanted, {
      values: sql`select v.version as value, (select count(*) from told t where ${sql.ref(`t.${column}`)} = v.version) as count
        from ${sql.table(table)} v where v.project_id = ${projectId}`,
      order: newestFirst,
    });
  return {
    flags: listOf(wanted, {
      values: sql`select k.key as value, (
          select count(distinct t.comparison_id) from told t cross join lateral json_array_elements(t.flags) as g (flag) where g.flag ->> 'key' = k.key
        ) as count
        from (
          select distinct f.flag ->> 'key' as key from questions q cross join lateral jsonb_array_elements(q.form -> 'flags') as f (flag)
          where q.project_id = ${projectId}
        ) k`,
      order: sql.raw('value collate "C"'),
    }),
    criteria: listOf(wanted, {
      values: sql`select k.key as value, (
          select count(*) from told t cross join lateral json_array_elements(t.criteria) as g (answer) where g.answer ->> 'key' = k.key
        ) as count
        from (
          select distinct f.criterion ->> 'key' as key from questions q cross join lateral jsonb_array_elements(q.form -> 'criteria') as f (criterion)
          where q.project_id = ${projectId}
        ) k`,
      order: sql.raw('value collate "C"'),
    }),
    questionVersions: versions('questions', 'question_version'),
    guidelinesVersions: versions('guidelines', 'guidelines_version'),
  };
}
