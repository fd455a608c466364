import { sql } from 'kysely';
import type { PracticeStanding } from '@pairwright/contract/practice';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

interface Me {
  readonly projectId: string;
  readonly annotatorId: string;
}

export interface StandingRow extends Pick<PracticeStanding, 'last' | 'passed' | 'passedUntil'> {
  /** Null: the project has no pass mark. */
  readonly asks: RoutingPolicy['practice'];
  /** Whether it is in force: there are examples, too. */
  readonly asked: boolean;
  /** Attempts that were failed since the last that was passed, or since practice was asked for anew. */
  readonly used: number;
}

/** Where somebody stands with the pass mark of a practice round, as claims see it. */
export async function findPracticeStanding(db: Executor, me: Me): Promise<StandingRow | undefined> {
  const { rows } = await sql<StandingRow>`
    select nullif(p.routing -> 'practice', 'null') as asks, s.asked, s.used, s.passed_until is not null as passed,
      case when s.passed_until < 'infinity' then s.passed_until end as "passedUntil",
      (select json_build_object('attempt', x.attempt, 'startedAt', x.started_at, 'finishedAt', x.finished_at, 'items', x.items,
          'correct', x.correct, 'passed', x.passed)
        from practice_attempts x where x.project_id = p.id and x.annotator_id = ${me.annotatorId}
        order by x.attempt desc limit 1) as last
    from projects p
    left join annotator_cursors k on k.project_id = p.id and k.annotator_id = ${me.annotatorId}
    cross join lateral practice_standing(p.id, ${me.annotatorId}, p.routing, k.practice_since) s
    where p.id = ${me.projectId}`.execute(db);
  return rows[0];
}

/** One answer of a person at a time, so that an attempt begins and ends once. */
export async function lockPractice(db: Tx, me: Me): Promise<void> {
  await sql`insert into annotator_cursors (project_id, annotator_id) values (${me.projectId}, ${me.annotatorId})
    on conflict do nothing`.execute(db);
  await sql`select from annotator_cursors where project_id = ${me.projectId} and annotator_id = ${me.annotatorId}
    for no key update`.execute(db);
}

export async function beginAttempt(db: Tx, me: Me & { readonly attempt: number }): Promise<void> {
  await sql`insert into practice_attempts (project_id, annotator_id, attempt)
    values (${me.projectId}, ${me.annotatorId}, ${me.attempt}::smallint)`.execute(db);
}

/**
 * Ends the attempt if each example has an answer in it; those that were taken out of the round meanwhile, or that this person
 * opted out of, are no part of it.
 */
export async function endAttempt(
  db: Tx,
  me: Me & { readonly attempt: number; readonly passPercent: number },
): Promise<void> {
  await sql`
    update practice_attempts x set finished_at = clock_timestamp(), items = n.items, correct = n.correct,
      passed = n.correct * 100 >= ${me.passPercent}::int * n.items
    from (
      select count(*) as items, count(*) filter (where w.attempt = ${me.attempt}::smallint) as answered,
        count(*) filter (where w.attempt = ${me.attempt}::smallint and w.first_matched) as correct
      from practice_items(${me.projectId}, ${me.annotatorId}) i (id)
      left join practice_answers w on w.example_id = i.id and w.annotator_id = ${me.annotatorId}
    ) n
    where x.project_id = ${me.projectId} and x.annotator_id = ${me.annotatorId} and x.attempt = ${me.attempt}::smallint
      and x.finished_at is null and n.answered = n.items and n.items > 0`.execute(db);
}
