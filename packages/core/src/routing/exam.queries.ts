import { sql } from 'kysely';
import type { MyExam } from '@pairwright/contract/exam';
import type { GoldRating } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';
import { excerpt } from '../annotate/my-judgments.queries.ts';

interface Me {
  readonly projectId: string;
  readonly annotatorId: string;
}

export interface StandingRow {
  readonly asks: RoutingPolicy['qualification'];
  /** Whether there is any item for this person: without own words, of content they take; without one nobody is asked. */
  readonly items: boolean;
  readonly last: MyExam['last'];
  readonly used: number;
  readonly qualified: boolean;
  readonly qualifiedUntil: string | null;
}

/** As `routing_standing` sees it. */
export async function findExamStanding(db: Executor, me: Me): Promise<StandingRow | undefined> {
  const { rows } = await sql<StandingRow>`
    select nullif(p.routing -> 'qualification', 'null') as asks,
      exists (select from exam_items(p.id, ${me.annotatorId})) as items,
      (select json_build_object('attempt', x.attempt, 'items', x.items, 'startedAt', x.started_at, 'finishedAt', x.finished_at,
          'correct', x.correct, 'passed', x.passed, 'seen', x.seen_at is not null)
        from exam_attempts x where x.project_id = p.id and x.annotator_id = ${me.annotatorId} order by x.attempt desc limit 1) as last,
      exam_attempts_used(p.id, ${me.annotatorId}) as used,
      coalesce(k.qualified_until > clock_timestamp(), false) as qualified,
      case when k.qualified_until > clock_timestamp() and k.qualified_until < 'infinity' then k.qualified_until end as "qualifiedUntil"
    from projects p
    left join annotator_cursors k on k.project_id = p.id and k.annotator_id = ${me.annotatorId}
    where p.id = ${me.projectId}`.execute(db);
  return rows[0];
}

export interface AnswerRow {
  readonly assignmentId: string;
  readonly promptExcerpt: string;
  readonly questionVersion: number;
  readonly order: number[];
  readonly matched: boolean | null;
  /** In canonical order, as it was expected then; of a skipped item as it is expected now. */
  readonly expected: Answer | null;
  /** The points of the scale it is said on; null: of no pair, or it is not known any more. */
  readonly points: number | null;
  readonly ratings: GoldRating[] | null;
  readonly explanation: { en: string; 'zh-CN': string } | null;
}

/** Items of one attempt that are still part of the exam for this person, in the order they were answered. */
export async function findExamAnswers(db: Executor, of: Me & { attempt: number }): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select a.id as "assignmentId", ${excerpt} as "promptExcerpt", a.question_version as "questionVersion", a.presented_order as order,
      r.matched, coalesce(r.expected, g.expected) as expected, (t.form #>> '{main,scale,points}')::int as points, g.ratings, g.explanation
    from assignments a
    join comparisons c on c.id = a.comparison_id
    join prompts p on p.id = c.prompt_id
    left join gold_results r on r.judgment_id = a.judgment_id
    left join gold_items g on g.comparison_id = a.comparison_id
    left join questions t on t.project_id = a.project_id and t.version = g.question_version
    where a.annotator_id = ${of.annotatorId} and a.project_id = ${of.projectId} and a.exam_attempt = ${of.attempt}
      and ((a.state = 'submitted' and g.exam and c.state <> 'withdrawn') or (a.state = 'skipped'
        and a.comparison_id in (select e.comparison_id from exam_items(${of.projectId}, ${of.annotatorId}) e)))
    order by a.closed_at, a.id`.execute(db);
  return rows;
}

export async function markAttemptsSeen(db: Executor, me: Me): Promise<void> {
  await sql`update exam_attempts set seen_at = clock_timestamp()
    where project_id = ${me.projectId} and annotator_id = ${me.annotatorId} and finished_at is not null and seen_at is null`.execute(
    db,
  );
}
