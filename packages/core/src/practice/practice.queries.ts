import { sql } from 'kysely';
import type { GoldRanking, GoldRating } from '@pairwright/contract/gold';
import type { Answer, Details } from '@pairwright/contract/judgment';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import type { StoredText } from '../annotate/assignment-text.ts';

export interface ExampleRow extends StoredText {
  readonly id: string;
  readonly side_seed: number;
  readonly expected: Answer;
  /** What is expected of each rating, where these are the answer. */
  readonly ratings: GoldRating[] | null;
  readonly ranking: GoldRanking;
  /** The points of the scale it was set for; null: of no pair, or it was not kept. */
  readonly expected_points: number | null;
  readonly explanation_en: string;
  readonly explanation_zh: string;
  readonly given: Answer | null;
  readonly given_ratings: Details['ratings'] | null;
  /** The version of the question it was given to, and the points of its scale; null: not kept. */
  readonly given_version: number | null;
  readonly given_points: number | null;
  readonly matched: boolean | null;
  /** The attempt it was answered in last; null: none, or no attempt ran. */
  readonly attempt: number | null;
  readonly first_matched: boolean | null;
  readonly answered_at: string | null;
}

interface Me {
  readonly projectId: string;
  readonly annotatorId: string;
}

/**
 * Examples of a project with this person's answers, oldest first, responses in canonical order: those of their round, or all that
 * they answered.
 */
export async function findExamples(
  db: Executor,
  of: Me & { readonly among: 'round' | 'answered'; readonly exampleId?: string },
): Promise<ExampleRow[]> {
  const only = of.exampleId === undefined ? sql`true` : sql`e.id = ${of.exampleId}`;
  const among =
    of.among === 'answered'
      ? sql`w.example_id is not null`
      : sql`e.id in (select practice_items(${of.projectId}, ${of.annotatorId}))`;
  const { rows } = await sql<ExampleRow>`
    select e.id, c.side_seed, e.expected, e.ratings, e.ranking, (t.form #>> '{main,scale,points}')::int as expected_points,
      e.explanation_en, e.explanation_zh, w.given, w.ratings as given_ratings, w.question_version as given_version,
      (g.form #>> '{main,scale,points}')::int as given_points, w.matched, w.attempt, w.first_matched, w.answered_at,
      p.language, p.messages as prompt, (
        select json_agg(r.messages order by u.place)
        from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id
      ) as responses
    from practice_examples e
    join comparisons c on c.id = e.comparison_id
    join prompts p on p.id = c.prompt_id
    left join questions t on t.project_id = e.project_id and t.version = e.question_version
    left join practice_answers w on w.example_id = e.id and w.annotator_id = ${of.annotatorId}
    left join questions g on g.project_id = e.project_id and g.version = w.question_version
    where e.project_id = ${of.projectId} and ${among} and ${only}
    order by e.id`.execute(db);
  return rows;
}

interface NewAnswer {
  readonly exampleId: string;
  readonly annotatorId: string;
  readonly given: Answer;
  /** Null where they are not the answer. */
  readonly ratings: Details['ratings'] | null;
  readonly questionVersion: number;
  readonly matched: boolean;
  /** The attempt that runs; null: none does. */
  readonly attempt: number | null;
}

/** Stores the latest answer. Of an attempt the first one stays what counts. */
export async function upsertAnswer(db: Tx, answer: NewAnswer): Promise<void> {
  const { exampleId, annotatorId, questionVersion, matched, attempt } = answer;
  const ratings = answer.ratings === null ? null : JSON.stringify(answer.ratings);
  await sql`insert into practice_answers as w (example_id, annotator_id, given, ratings, question_version, matched, attempt, first_matched)
    values (${exampleId}, ${annotatorId}, ${JSON.stringify(answer.given)}, ${ratings}::jsonb, ${questionVersion}::int, ${matched}::boolean,
      ${attempt}::smallint, case when ${attempt}::smallint is not null then ${matched}::boolean end)
    on conflict (example_id, annotator_id) do update set given = excluded.given, ratings = excluded.ratings,
      question_version = excluded.question_version, matched = excluded.matched, answered_at = clock_timestamp(),
      attempt = coalesce(excluded.attempt, w.attempt),
      first_matched = case when excluded.attempt is distinct from w.attempt then coalesce(excluded.first_matched, w.first_matched)
        else w.first_matched end`.execute(db);
}
