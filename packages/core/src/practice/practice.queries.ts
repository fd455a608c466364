import { sql } from 'kysely';
import type { Answer } from '@pairwright/contract/judgment';
import type { Executor } from '@pairwright/db/database';
import type { StoredText } from '../annotate/assignment-text.ts';

export interface ExampleRow extends StoredText {
  readonly id: string;
  readonly side_seed: number;
  readonly expected: Answer;
  readonly explanation_en: string;
  readonly explanation_zh: string;
  readonly given: Answer | null;
  readonly matched: boolean | null;
}

/** The most examples a practice round has. */
const MOST_EXAMPLES = 50;

/** Examples of a project with this person's answers, oldest first; responses in canonical order. */
export async function findExamples(
  db: Executor,
  of: { projectId: string; annotatorId: string; exampleId?: string },
): Promise<ExampleRow[]> {
  const only = of.exampleId === undefined ? sql`true` : sql`e.id = ${of.exampleId}`;
  const { rows } = await sql<ExampleRow>`
    select e.id, c.side_seed, e.expected, e.explanation_en, e.explanation_zh, w.given, w.matched,
      p.language, p.messages as prompt, (
        select json_agg(r.messages order by u.place)
        from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id
      ) as responses
    from practice_examples e
    join comparisons c on c.id = e.comparison_id
    join prompts p on p.id = c.prompt_id
    left join practice_answers w on w.example_id = e.id and w.annotator_id = ${of.annotatorId}
    where e.project_id = ${of.projectId} and ${only}
    order by e.id limit ${MOST_EXAMPLES}`.execute(db);
  return rows;
}

export async function upsertAnswer(
  db: Executor,
  answer: { exampleId: string; annotatorId: string; given: Answer; matched: boolean },
): Promise<void> {
  const values = { given: JSON.stringify(answer.given), matched: answer.matched };
  await db
    .insertInto('practice_answers')
    .values({ example_id: answer.exampleId, annotator_id: answer.annotatorId, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['example_id', 'annotator_id'])
        .doUpdateSet({ ...values, answered_at: sql<string>`now()` }),
    )
    .execute();
}
