import { sql } from 'kysely';
import type { Answer } from '@pairwright/contract/judgment';
import type { GoldItem, GoldResult } from '@pairwright/contract/gold';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { stillWithdrawn } from '../withdrawals/still-withdrawn.ts';

type GoldRow = Omit<GoldItem, 'answers'> & { correct: number; total: number };

/** Gold comparisons with the answers to them that stand. */
export async function findGold(db: Executor, projectId: string): Promise<GoldRow[]> {
  const { rows } = await sql<GoldRow>`
    select g.comparison_id as "comparisonId", g.expected, g.ratings, g.ranking, g.explanation, g.question_version as "questionVersion", g.source, g.exam, g.exposures,
      g.created_at as "createdAt", coalesce(left((
        select m.value ->> 'content' from json_array_elements(p.messages) with ordinality as m (value, place)
        where m.value ->> 'role' = 'user' order by m.place desc limit 1), 300), '') as "promptExcerpt",
      r.correct, r.total
    from gold_items g
    join comparisons c on c.id = g.comparison_id
    join prompts p on p.id = c.prompt_id
    cross join lateral (
      select count(*) filter (where x.matched)::int as correct, count(x.matched)::int as total
      from gold_results x join assignments a on a.judgment_id = x.judgment_id where x.comparison_id = g.comparison_id
    ) r
    where g.project_id = ${projectId}
    order by g.created_at desc, g.comparison_id limit 1000`.execute(db);
  return rows;
}

export interface NewGold {
  readonly projectId: string;
  readonly comparisonId: string;
  readonly expected: Answer;
  /** Exact unless said. */
  readonly ranking?: GoldItem['ranking'];
  readonly ratings?: GoldItem['ratings'];
  readonly explanation: GoldItem['explanation'];
  readonly key: string;
  readonly kind: string;
  readonly questionVersion: number;
  readonly source: GoldItem['source'];
  readonly exam: boolean;
  readonly createdBy: string;
}

/** Closes the comparison for ordinary work and notes what is expected of it. Throws Problem wrong_state for one that is withdrawn. */
export async function upsertGold(db: Tx, gold: NewGold): Promise<void> {
  const closed = await db
    .updateTable('comparisons')
    .set({ state: 'closed' })
    .where('id', '=', gold.comparisonId)
    .where('state', '<>', 'withdrawn')
    .returning('id')
    .executeTakeFirst();
  if (closed === undefined) throw stillWithdrawn();
  const values = {
    expected: JSON.stringify(gold.expected),
    ranking: JSON.stringify(gold.ranking ?? { rule: 'exact' }),
    ratings: gold.ratings == null ? null : JSON.stringify(gold.ratings),
    explanation: gold.explanation === null ? null : JSON.stringify(gold.explanation),
    expected_key: gold.key,
    question_version: gold.questionVersion,
    kind: gold.kind,
    source: gold.source,
    exam: gold.exam,
  };
  await db
    .insertInto('gold_items')
    .values({
      comparison_id: gold.comparisonId,
      project_id: gold.projectId,
      created_by: gold.createdBy,
      ...values,
    })
    .onConflict((conflict) => conflict.column('comparison_id').doUpdateSet(values))
    .execute();
}

/**
 * Comparisons of which every judgment that counts says the same, most judgments first. What is set aside says nothing here, and
 * imported judgments of models only where they are wanted: they agree with each other rather than with people.
 */
export async function findUnanimous(
  db: Executor,
  of: { projectId: string; atLeast: number; most: number; modelJudges: boolean },
): Promise<{ id: string; key: string }[]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select c.id, min(said.key) as key
    from comparisons c
    join assignments a on a.comparison_id = c.id and a.state = 'submitted' and takes_place(a.kind) and a.set_aside is null
    join judgments j on j.id = a.judgment_id and not j.surplus
    left join imported_annotators i on i.user_id = a.annotator_id
    cross join lateral (select coalesce(gold_key(j.outcome, j.strength, j.ranks, j.details), 'rated') as key) said
    where c.project_id = ${of.projectId} and c.state = 'open' and c.judged >= ${of.atLeast} and c.flagged = 0
      and (${of.modelJudges}::boolean or i.judge is distinct from 'model')
    group by c.id
    having count(*) >= ${of.atLeast} and count(distinct said.key) = 1 and min(said.key) not in ('rated', 'cannot_judge')
    order by count(*) desc, c.id limit ${of.most}`.execute(db);
  return rows;
}

export interface ResultRow extends Omit<GoldResult, 'gold'> {
  readonly correct: number;
  readonly total: number;
}

/** How members answer gold comparisons; everybody is in it, by name. */
export async function findResults(db: Executor, projectId: string): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select u.id as "userId", u.name, coalesce(r.correct, 0) as correct, coalesce(r.total, 0) as total,
      coalesce((select json_agg(json_build_object('attempt', x.attempt, 'startedAt', x.started_at, 'finishedAt', x.finished_at,
        'correct', x.correct, 'items', x.items, 'passed', x.passed) order by x.attempt)
        from exam_attempts x where x.project_id = ${projectId} and x.annotator_id = u.id), '[]') as exams,
      coalesce((select json_agg(json_build_object('attempt', x.attempt, 'startedAt', x.started_at, 'finishedAt', x.finished_at,
        'correct', x.correct, 'items', x.items, 'passed', x.passed) order by x.attempt)
        from practice_attempts x where x.project_id = ${projectId} and x.annotator_id = u.id), '[]') as practice,
      case when k.qualified_until = 'infinity' then '9999-12-31T00:00:00Z'::timestamptz else k.qualified_until end as "qualifiedUntil"
    from project_members m
    join users u on u.id = m.user_id
    left join annotator_cursors k on k.project_id = m.project_id and k.annotator_id = u.id
    left join lateral (${standingGold(projectId, sql`u.id`, sql`'-infinity'`)}) r on true
    where m.project_id = ${projectId}
    order by u.name, u.id`.execute(db);
  return rows;
}

/** One person's answers to gold in the ordinary work that stand, graded after `since`. */
export function standingGold(
  projectId: string,
  annotatorId: ReturnType<typeof sql>,
  since: ReturnType<typeof sql>,
) {
  return sql<{ correct: number; total: number }>`
    select count(*) filter (where g.matched)::int as correct, count(g.matched)::int as total
    from gold_results g join assignments a on a.judgment_id = g.judgment_id
    where g.project_id = ${projectId} and g.annotator_id = ${annotatorId} and g.exam_attempt is null and g.graded_at > ${since}`;
}
