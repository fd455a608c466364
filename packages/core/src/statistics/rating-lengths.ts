import { sql } from 'kysely';
import type { Source } from './compute-statistics.service.ts';

/** The length of each rating's scale, its widest in any version of the question. */
export async function ratingLengths({ db, projectId }: Source): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; length: number }>`
    select r ->> 'key' as key, max((r ->> 'max')::int - (r ->> 'min')::int) as length
    from questions q cross join lateral jsonb_array_elements(q.form -> 'ratings') r
    where q.project_id = ${projectId} group by 1`.execute(db);
  return new Map(rows.map(({ key, length }) => [key, length]));
}
