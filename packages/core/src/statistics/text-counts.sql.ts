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

/** Of one response `r`: characters, and Markdown that shows. */
const counts = sql`
  select coalesce(sum(char_length(m ->> 'content')), 0)::int as length,
    coalesce(sum(regexp_count(m ->> 'content', '^#{1,6}\\s', 1, 'n')), 0)::int as headings,
    coalesce(sum(regexp_count(m ->> 'content', '^\\s*([-*+]|[0-9]+[.)])\\s', 1, 'n')), 0)::int as lists,
    coalesce(sum(regexp_count(m ->> 'content', '(\\*\\*|__)\\S')), 0)::int as bold`;

/** Counts of both answers of every judged pair whose texts are both known. */
export function textCountsOf(projectId: string): RawBuilder<TextCounts> {
  const both = (name: string) => sql.raw(`array[a.${name}, b.${name}] as ${name}`);
  const of = (place: number) => sql`
    lateral (${counts} from responses r, json_array_elements(r.messages) m
      where r.id = c.response_ids[${sql.lit(place)}] and m ->> 'role' = 'assistant')`;
  return sql`
    select c.id, ${sql.join(['length', 'headings', 'lists', 'bold'].map(both))}
    from comparisons c, ${of(1)} a, ${of(2)} b
    where c.project_id = ${projectId} and cardinality(c.response_ids) = 2
      and not exists (select from responses r where r.id = any(c.response_ids) and r.messages is null)
      and exists (select from judgments j where j.comparison_id = c.id)`;
}
