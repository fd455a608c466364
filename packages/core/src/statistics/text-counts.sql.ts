import { type RawBuilder, sql } from 'kysely';

/** What shows of the texts of a pair, the first canonical answer's number first. */
export interface TextCounts {
  /** Of the comparison. */
  id: string;
  /** Characters. */
  length: [number, number];
  headings: [number, number];
  lists: [number, number];
  bold: [number, number];
}

/** Most texts hold none of these characters, and looking for one is much cheaper than an expression. */
const countIf = (holds: string, pattern: string, flags = '') =>
  `coalesce(sum(case when ${holds} then regexp_count(t.text, '${pattern}', 1, '${flags}') else 0 end), 0)::int`;

/** Of the texts of one response: characters, and Markdown that shows. */
export const markdownCounts = sql.raw(`
  coalesce(sum(char_length(t.text)), 0)::int as length,
  ${countIf("strpos(t.text, '#') > 0", '^#{1,6}\\s', 'n')} as headings,
  ${countIf('true', '^\\s*(?:[-*+]|[0-9]+[.)])\\s', 'n')} as lists,
  ${countIf("strpos(t.text, '*') > 0 or strpos(t.text, '_') > 0", '(?:\\*\\*|__)\\S')} as bold`);

/** The counts of response `r`, whose texts are known, as a lateral relation. */
const countsOfResponse = sql`(
  select ${markdownCounts} from json_array_elements(r.messages) m, lateral (select m ->> 'content' as text offset 0) t
  where m ->> 'role' = 'assistant'
)`;

const kinds = ['headings', 'lists', 'bold'] as const;

export interface TextDifference {
  /** The longer over the shorter: above the first, up to the second, or to any. */
  readonly length?: string | undefined;
  readonly formatting?: 'any' | (typeof kinds)[number] | undefined;
  readonly texts?: 'missing' | undefined;
}

/** Whether the two answers of comparison `c` differ as it is asked for, as they are counted below; null when nothing is asked. */
export function textsDiffer({ length, formatting, texts }: TextDifference): RawBuilder<boolean> | null {
  if (length === undefined && formatting === undefined && texts === undefined) return null;
  const counts = (place: 1 | 2) =>
    sql`(select n.* from responses r, lateral ${countsOfResponse} n
      where r.id = c.response_ids[${sql.lit(place)}] and r.messages is not null)`;
  const differ = [
    ...(length === undefined ? [] : [ratioWithin(length)]),
    ...(formatting === undefined ? [] : [sql`${marks('a', formatting)} <> ${marks('b', formatting)}`]),
  ];
  const both = (conditions: readonly RawBuilder<unknown>[]) =>
    sql`exists (select from ${counts(1)} a, ${counts(2)} b
    where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)})`;
  return sql`(${sql.join(
    [
      sql`cardinality(c.response_ids) = 2`,
      ...(texts === 'missing' ? [sql`not ${both([])}`] : []),
      ...(differ.length === 0 ? [] : [both(differ)]),
    ],
    sql` and `,
  )})`;
}

/** The bounds are compared with the same division as in the statistics, whose groups they are. */
function ratioWithin(bounds: string): RawBuilder<boolean> {
  const [above, upTo = ''] = bounds.split(',');
  const ratio = sql`(case when least(a.length, b.length) = 0 then 'infinity' else
    greatest(a.length, b.length)::float8 / least(a.length, b.length) end)`;
  return sql`a.length <> b.length and ${ratio} > ${Number(above)}::float8
    and ${ratio} <= ${upTo === '' ? 'infinity' : upTo}::float8`;
}

function marks(side: 'a' | 'b', formatting: NonNullable<TextDifference['formatting']>): RawBuilder<number> {
  const counted = formatting === 'any' ? kinds : [formatting];
  return sql`(${sql.join(
    counted.map((kind) => sql.ref(`${side}.${kind}`)),
    sql` + `,
  )})`;
}

/** Counts of both answers of every judged pair whose texts are both known. A response in several pairs is counted once. */
export function textCountsOf(projectId: string): RawBuilder<TextCounts> {
  const both = (name: string) => sql.raw(`array[a.${name}, b.${name}] as ${name}`);
  return sql`
    with pairs as materialized (
      select c.id, c.response_ids[1] as first, c.response_ids[2] as second
      from comparisons c
      where c.project_id = ${projectId} and cardinality(c.response_ids) = 2
        and exists (select from judgments j where j.comparison_id = c.id)
    ),
    counted as materialized (
      select r.id, n.*
      from responses r, lateral ${countsOfResponse} n
      where r.messages is not null and r.id in (select first from pairs union select second from pairs)
    )
    select p.id, ${sql.join(['length', 'headings', 'lists', 'bold'].map(both))}
    from pairs p join counted a on a.id = p.first join counted b on b.id = p.second`;
}

/** What shows of the texts of a comparison of several, by canonical place; null where a text is not known. */
export type GroupTextCounts = { readonly id: string } & {
  readonly [Name in Exclude<keyof TextCounts, 'id'>]: readonly (number | null)[];
};

/** The same as `textCountsOf` for judged comparisons of more than two answers. */
export function groupTextCountsOf(projectId: string): RawBuilder<GroupTextCounts> {
  const each = (name: string) => sql.raw(`array_agg(n.${name} order by u.place) as ${name}`);
  return sql`
    with groups as materialized (
      select c.id, c.response_ids from comparisons c
      where c.project_id = ${projectId} and cardinality(c.response_ids) > 2
        and exists (select from judgments j where j.comparison_id = c.id)
    ),
    counted as materialized (
      select r.id, n.*
      from responses r, lateral ${countsOfResponse} n
      where r.messages is not null and r.id in (select unnest(response_ids) from groups)
    )
    select g.id, ${sql.join(['length', 'headings', 'lists', 'bold'].map(each))}
    from groups g cross join unnest(g.response_ids) with ordinality u (id, place) left join counted n on n.id = u.id
    group by g.id`;
}
