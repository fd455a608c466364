import { sql } from 'kysely';
import type { Message } from '@pairwright/contract/shapes';
import type { Executor } from '@pairwright/db/database';
import type { MyAssignment } from './place.queries.ts';

/** What was shown of an assignment, and in which order. */
export interface Shown {
  readonly promptId: string;
  readonly responseIds: readonly string[];
  /** order[i] = canonical index of the response at place i. */
  readonly order: readonly number[];
  /** In canonical order; null where the source holds no text. */
  readonly responses: readonly (readonly Message[] | null)[];
}

/** One of my assignments as it was shown; undefined when there is no such one of mine in this project. */
export async function findShown(db: Executor, mine: MyAssignment): Promise<Shown | undefined> {
  const { rows } = await sql<Shown>`
    select c.prompt_id as "promptId", c.response_ids as "responseIds", a.presented_order as "order",
      (select json_agg(r.messages order by u.place)
        from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id) as responses
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.id = ${mine.assignmentId} and a.annotator_id = ${mine.annotatorId} and a.project_id = ${mine.projectId}`.execute(
    db,
  );
  return rows[0];
}
