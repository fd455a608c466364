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

/** Of the texts of one response: characters, and Markdown that shows. */
export const markdownCounts = sql`
  coalesce(sum(char_length(t.text)), 0)::int as length,
  coalesce(sum(regexp_count(t.text, '^#{1,6}\\s', 1, 'n')), 0)::int as headings,
  coalesce(sum(regexp_count(t.text, '^\\s*([-*+]|[0-9]+[.)])\\s', 1, 'n')), 0)::int as lists,
  coalesce(sum(regexp_count(t.text, '(\\*\\*|__)\\S')), 0)::int as bold`;

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
      from responses r, lateral (
        select ${markdownCounts} from json_array_elements(r.messages) m, lateral (select m ->> 'content' as text offset 0) t
        where m ->> 'role' = 'assistant'
      ) n
      where r.messages is not null and r.id in (select first from pairs union select second from pairs)
    )
    select p.id, ${sql.join(['length', 'headings', 'lists', 'bold'].map(both))}
    from pairs p join counted a on a.id = p.first join counted b on b.id = p.second`;
}
