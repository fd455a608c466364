import type { GoldItem, GoldResult } from '@pairwright/contract/gold';
import type { Answer, SingleDetails } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import { decideMain } from '@pairwright/domain/judgment/judge';
import { expectationFault } from '@pairwright/domain/routing/expectable';
import { accuracyOf, answerOfKey, goldKey } from '@pairwright/domain/routing/gold';
import { sql } from 'kysely';
import type { ProjectContext } from '../context.ts';
import { reopenComparison } from '../practice/reopen-comparison.ts';
import { readProject } from '../projects/projects.queries.ts';
import { findGold, findResults, findUnanimous, upsertGold } from './gold.queries.ts';

/** Gold comparisons with how people answer them, newest first. */
export async function listGold(ctx: ProjectContext): Promise<{ items: GoldItem[] }> {
  const rows = await findGold(ctx.db.db, ctx.projectId);
  return {
    items: rows.map(({ correct, total, ...row }) => ({ ...row, answers: accuracyOf(correct, total) })),
  };
}

/** How each member answers gold comparisons, and their exams. */
export async function listGoldResults(ctx: ProjectContext): Promise<{ items: GoldResult[] }> {
  const rows = await findResults(ctx.db.db, ctx.projectId);
  return { items: rows.map(({ correct, total, ...row }) => ({ ...row, gold: accuracyOf(correct, total) })) };
}

export interface SetGold {
  readonly comparisonId: string;
  /** As if the responses were shown in canonical order. */
  readonly answer: Answer;
  readonly explanation?: GoldItem['explanation'];
  readonly exam: boolean;
  readonly source: GoldItem['source'];
}

/**
 * Makes a comparison gold, or changes what is expected of it. It is closed for ordinary work; judgments it has stay, and
 * answers given so far keep the grade they got. Throws Problem not_found, outcome_not_allowed, or wrong_state for an
 * example of the practice round.
 */
export async function setGold(ctx: ProjectContext, input: SetGold): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const { question } = await readProject(db, ctx.projectId);
    const comparison = await lockComparison(db, ctx.projectId, input.comparisonId);
    if (comparison.practice)
      throw new Problem('wrong_state', {
        detail: 'It is an example of the practice round, whose answer is told. Take it out of there first.',
      });
    const { main } = question.form;
    const key = expectable(main, input.answer, comparison.texts);
    await upsertGold(db, {
      ...goldOf(ctx, question.version, main),
      comparisonId: input.comparisonId,
      expected: input.answer,
      explanation: input.explanation ?? null,
      key,
      source: input.source,
      exam: input.exam,
    });
  });
}

/** Opens a gold comparison for ordinary work again. Throws Problem not_found. */
export async function removeGold(ctx: ProjectContext, input: { comparisonId: string }): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const removed = await db
      .deleteFrom('gold_items')
      .where('comparison_id', '=', input.comparisonId)
      .where('project_id', '=', ctx.projectId)
      .returning('comparison_id')
      .executeTakeFirst();
    if (removed === undefined) throw new Problem('not_found');
    await reopenComparison(db, { projectId: ctx.projectId, comparisonId: input.comparisonId });
  });
}

/** Makes gold of comparisons on which everybody agrees; gives how many. */
export async function promoteGold(
  ctx: ProjectContext,
  input: { atLeast: number; most: number; exam: boolean },
): Promise<{ promoted: number }> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const { question } = await readProject(db, ctx.projectId);
      const { main } = question.form;
      let promoted = 0;
      for (const { id, key } of await findUnanimous(db, { projectId: ctx.projectId, ...input })) {
        const expected = answerOfKey(main, key);
        // Judged under another kind of question than the one asked now.
        if (expected === null || decideMain(main, expected, [0, 1]) === null) continue;
        await upsertGold(db, {
          ...goldOf(ctx, question.version, main),
          comparisonId: id,
          expected,
          explanation: null,
          key,
          source: 'unanimous',
          exam: input.exam,
        });
        promoted += 1;
      }
      return { promoted };
    },
    { statementTimeoutMs: 0 },
  );
}

/** What reviewers decided of a comparison, in canonical order. */
interface Adjudicated {
  readonly comparisonId: string;
  readonly outcome: string;
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  readonly details?: SingleDetails | null;
}

/**
 * Makes gold of a comparison that reviewers have decided, in their transaction, which holds its lock. False where the
 * question asked now has no such answer, where it cannot be compared, and for an example of the practice round.
 */
export async function promoteAdjudicated(
  db: Tx,
  ctx: ProjectContext,
  decided: Adjudicated,
): Promise<boolean> {
  const { question } = await readProject(db, ctx.projectId);
  const { main } = question.form;
  const comparison = await lockComparison(db, ctx.projectId, decided.comparisonId);
  const expected = expectedOf(main, decided);
  if (expected === null || comparison.practice) return false;
  if (expectationFault(main, expected, comparison.texts) !== null) return false;
  const key = goldKey(main, expected);
  if (key === null) return false;
  await upsertGold(db, {
    ...goldOf(ctx, question.version, main),
    comparisonId: decided.comparisonId,
    expected,
    explanation: null,
    key,
    source: 'adjudicated',
    exam: false,
  });
  return true;
}

/** The answer that was decided, of a preference the mildest one; null where none can be expected. */
function expectedOf(main: MainQuestion, decided: Adjudicated): Answer | null {
  const steps = decided.details?.steps;
  if (decided.outcome === 'steps' && steps != null)
    return { outcome: 'steps', labels: steps.map(({ label }) => label) };
  const key = keyOfDecision(decided);
  return key === null ? null : answerOfKey(main, key);
}

/** As `goldKey` gives it for an answer. */
function keyOfDecision({ outcome, strength, ranks }: Adjudicated): string | null {
  if (outcome === 'thumbs_up' || outcome === 'thumbs_down') return outcome;
  if (outcome === 'preference') return (strength ?? 0) < 0 ? 'first' : 'second';
  if (outcome === 'ranking') return `ranking ${(ranks ?? []).map((rank) => rank ?? '-').join(' ')}`;
  return outcome === 'tie' || outcome === 'both_bad' ? outcome : null;
}

function goldOf(ctx: ProjectContext, questionVersion: number, main: MainQuestion) {
  return { projectId: ctx.projectId, kind: main.kind, questionVersion, createdBy: ctx.actor.userId };
}

async function lockComparison(db: Tx, projectId: string, comparisonId: string) {
  const row = await db
    .selectFrom('comparisons as c')
    .select((eb) => [
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
  return { texts: row.texts, practice: row.practice === true };
}

/** What each response says, message by message, in canonical order. */
const textsOf = sql<(string | null)[][]>`(
  select json_agg(coalesce((
      select json_agg(m.value ->> 'content' order by m.place) from json_array_elements(r.messages) with ordinality as m (value, place)
    ), '[]') order by u.place)
  from unnest(c.response_ids) with ordinality as u (id, place) join responses r on r.id = u.id)`;

/** The key of an answer that the question offers and that can be compared. Throws Problem outcome_not_allowed. */
function expectable(main: MainQuestion, answer: Answer, texts: ShownTexts): string {
  const rule = expectationFault(main, answer, texts);
  const key = goldKey(main, answer);
  if (rule !== null || key === null)
    throw new Problem('outcome_not_allowed', {
      detail: `This cannot be expected here: ${rule ?? 'there is nothing to compare'}. Choose another answer.`,
    });
  return key;
}
