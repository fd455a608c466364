import { type RawBuilder, sql } from 'kysely';

/** Who gave the adjudication that settled the decision with this alias, and in which order the answers were shown to them. */
export function settledBy(decision: 'd' | 'j'): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${decision}.${column}`);
  return sql`(
    select s.reviewer_id as annotator_id, s.presented_order from adjudications s
    where s.comparison_id = ${of('comparison_id')} and s.turn = ${of('turn')} order by s.created_at desc, s.id desc limit 1
  )`;
}
