import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether this stands in a text of the database, whatever its case; what means something in a pattern means itself. */
export function holds(column: string, searched: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} ilike ${`%${searched.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`;
}
