import { type RawBuilder, sql } from 'kysely';

/**
 * Whether the comparison of this column is withdrawn: what was said of it counts in no label of a data set, no number about models,
 * people or agreement, and no gold result. It is paid all the same. The one rule, of whatever counts judgments; the grade of an answer
 * to gold (`gold_matched`) says the same in the database.
 */
export function isWithdrawn(projectId: string, column: string): RawBuilder<boolean> {
  return sql`${sql.ref(column)} in (select w.id from comparisons w where w.project_id = ${projectId} and w.state = 'withdrawn')`;
}
