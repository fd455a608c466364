import { sql } from 'kysely';
import type { GoldEffect } from '@pairwright/contract/gold';
import type { Tx } from '@pairwright/db/transaction';

interface Of {
  readonly projectId: string;
  readonly comparisonId: string;
}

/**
 * Grades all answers to a comparison by what is expected of it now, not at all where nothing is, and says what came of it.
 * What rules and exams did over the former grades stays: whom it met is named, and people decide. The comparison is locked.
 */
export async function regradeGold(db: Tx, of: Of): Promise<GoldEffect> {
  const { rows } = await sql<GoldEffect>`
    with changed as materialized (select * from regrade_gold(${of.comparisonId})),
    learns as (
      -- Has the worker look at the project, which learns anew how often people are right.
      insert into resolution_changes (project_id, comparison_id)
      select ${of.projectId}, ${of.comparisonId} where exists (select from changed)
    ), stopped as (
      select distinct on (u.name, u.id) json_build_object('userId', u.id, 'name', u.name, 'action', e.action) as one, u.name, u.id
      from changed c
      join routing_events e on e.project_id = ${of.projectId} and e.annotator_id = c.annotator_id and e.rule is not null
        and e.undone_at is null and e.action in ('pause', 'practice') and e.created_at > c.graded_at
      join users u on u.id = c.annotator_id
      where c.exam_attempt is null
      order by u.name, u.id, e.created_at desc
    ), failed as (
      select distinct on (u.name, u.id) json_build_object('userId', u.id, 'name', u.name) as one, u.name, u.id
      from changed c
      join exam_attempts x on x.project_id = ${of.projectId} and x.annotator_id = c.annotator_id and x.attempt = c.exam_attempt and not x.passed
      left join annotator_cursors k on k.project_id = x.project_id and k.annotator_id = x.annotator_id
      join users u on u.id = c.annotator_id
      where coalesce(k.qualified_until, '-infinity') <= clock_timestamp()
    )
    select (select count(*)::int from changed) as answers, (select count(distinct annotator_id)::int from changed) as people,
      coalesce((select json_agg(s.one order by s.name, s.id) from stopped s), '[]') as stopped,
      coalesce((select json_agg(f.one order by f.name, f.id) from failed f), '[]') as "failedExam"`.execute(
    db,
  );
  return rows[0]!;
}

/** The same for several at once, where nobody asks what came of it: only those that somebody answered as gold before. */
export async function regradeAll(db: Tx, comparisonIds: readonly string[]): Promise<void> {
  await sql`select r.annotator_id from (
      select distinct g.comparison_id from gold_results g where g.comparison_id = any(${comparisonIds}::uuid[])
    ) g cross join lateral regrade_gold(g.comparison_id) r`.execute(db);
}
