import { sql } from 'kysely';
import type { GoldRating } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { Problem } from '@pairwright/contract/errors';
import type { Question } from '@pairwright/contract/projects';
import type { Tx } from '@pairwright/db/transaction';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import { expectationFault, expectedRatingsFault } from '@pairwright/domain/routing/expectable';
import { goldKey } from '@pairwright/domain/routing/gold';
import type { ProjectContext } from '../context.ts';

/** What each gold comparison has of the project and of who makes it one. */
export function goldOf(ctx: ProjectContext, { version, form }: Question) {
  return {
    projectId: ctx.projectId,
    kind: form.main.kind,
    questionVersion: version,
    createdBy: ctx.actor.userId,
  };
}

/** A comparison, held until the transaction ends. Throws Problem not_found. */
export async function lockComparison(db: Tx, projectId: string, comparisonId: string) {
  const row = await db
    .selectFrom('comparisons as c')
    .select((eb) => [
      'c.state',
      textsOf.as('texts'),
      eb
        .exists(
          eb.selectFrom('practice_examples as e').select('e.id').whereRef('e.comparison_id', '=', 'c.id'),
        )
        .as('practice'),
    ])
    .where('c.id', '=', comparisonId)
    .where('c.project_id', '=', projectId)
    .forNoKeyUpdate('c')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  return { state: row.state, texts: row.texts, practice: row.practice === true };
}

/** What each response says, message by message, in canonical order. */
const textsOf = sql<(string | null)[][]>`(
  select json_agg(coalesce((
      select json_agg(m.value ->> 'content' order by m.place) from json_array_elements(r.messages) with ordinality as m (value, place)
    ), '[]') order by u.place)
  from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id)`;

/** What somebody says is expected. */
export interface Expectation {
  readonly answer: Answer;
  readonly ratings?: readonly GoldRating[] | null | undefined;
}

/** The key of an answer that the question offers and that can be compared, `rated` of ratings. Throws Problem outcome_not_allowed. */
export function expectable(form: QuestionForm, { answer, ratings }: Expectation, texts: ShownTexts): string {
  const ofRatings = expectedRatingsFault(form, { answer, ratings: ratings ?? null }, texts);
  if (ofRatings !== null) throw notExpectable(ofRatings);
  if (answer.outcome === 'rated') return 'rated';
  const rule = expectationFault(form.main, answer, texts);
  const key = goldKey(form.main, answer);
  if (rule !== null || key === null)
    throw notExpectable(rule === null ? 'there is nothing to compare' : String(rule));
  return key;
}

function notExpectable(rule: string): Problem {
  return new Problem('outcome_not_allowed', {
    detail: `This cannot be expected here: ${rule}. Choose another answer.`,
  });
}
