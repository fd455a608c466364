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
