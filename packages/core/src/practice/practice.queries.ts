import { sql } from 'kysely';
import type { Answer } from '@pairwright/contract/judgment';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import type { StoredText } from '../annotate/assignment-text.ts';

export interface ExampleRow extends StoredText {
  readonly id: string;
  readonly side_seed: number;
  readonly expected: Answer;
  readonly explanation_en: string;
  readonly explanation_zh: string;
  readonly given: Answer | null;
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

/** The most examples a practice round has; the same as in `practice_items`. */
const MOST_EXAMPLES = 50;

/** Examples of a project with this person's answers, oldest first, without content they opted out of; responses in canonical order. */
export async function findExamples(
  db: Executor,
  of: Me & { readonly exampleId?: string },
): Promise<ExampleRow[]> {
  const only = of.exampleId === undefined ? sql`true` : sql`e.id = ${of.exampleId}`;
  const { rows } = await sql<ExampleRow>`
    select e.id, c.side_seed, e.expected, e.explanation_en, e.explanation_zh, w.given, w.matched, w.attempt, w.first_matched, w.answered_at,
      p.language, p.messages as prompt, (
        select json_agg(r.messages order by u.place)
        from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id
      ) as responses
    from practice_examples e
    join comparisons c on c.id = e.comparison_id
    join prompts p on p.id = c.prompt_id
    left join practice_answers w on w.example_id = e.id and w.annotator_id = ${of.annotatorId}
    where e.project_id = ${of.projectId} and not c.sensitive && opted_out(${of.annotatorId}) and ${only}
    order by e.id limit ${MOST_EXAMPLES}`.execute(db);
  return rows;
}

interface NewAnswer {
  readonly exampleId: string;
  readonly annotatorId: string;
  readonly given: Answer;
  readonly matched: boolean;
  /** The attempt that runs; null: none does. */
  readonly attempt: number | null;
}

/** Stores the latest answer. Of an attempt the first one stays what counts. */
export async function upsertAnswer(db: Tx, answer: NewAnswer): Promise<void> {
  const { exampleId, annotatorId, matched, attempt } = answer;
  await sql`insert into practice_answers as w (example_id, annotator_id, given, matched, attempt, first_matched)
    values (${exampleId}, ${annotatorId}, ${JSON.stringify(answer.given)}, ${matched}::boolean, ${attempt}::smallint,
      case when ${attempt}::smallint is not null then ${matched}::boolean end)
    on conflict (example_id, annotator_id) do update set given = excluded.given, matched = excluded.matched, answered_at = clock_timestamp(),
      attempt = coalesce(excluded.attempt, w.attempt),
      first_matched = case when excluded.attempt is distinct from w.attempt then coalesce(excluded.first_matched, w.first_matched)
        else w.first_matched end`.execute(db);
}
