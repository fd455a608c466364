import type { Answer, SingleDetails } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { Problem } from '@pairwright/contract/errors';
import type { Tx } from '@pairwright/db/transaction';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import { answerOfKey } from '@pairwright/domain/routing/gold';
import type { ProjectContext } from '../context.ts';
import { readProject } from '../projects/projects.queries.ts';
import { type Expectation, expectable, goldOf, lockComparison } from './gold-comparison.ts';
import { upsertGold } from './gold.queries.ts';
import { regradeAll } from './regrade-gold.ts';

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
  const { form } = question;
  const comparison = await lockComparison(db, ctx.projectId, decided.comparisonId);
  const expected = expectedOf(form.main, decided);
  if (expected === null || comparison.practice) return false;
  const ratings =
    expected.outcome === 'rated' ? decided.details!.ratings.map(({ key, value }) => ({ key, value })) : null;
  const key = keyOf(form, { answer: expected, ratings }, comparison.texts);
  if (key === null) return false;
  await upsertGold(db, {
    ...goldOf(ctx, question),
    comparisonId: decided.comparisonId,
    expected,
    ratings,
    explanation: null,
    key,
    source: 'adjudicated',
    exam: false,
  });
  await regradeAll(db, [decided.comparisonId]);
  return true;
}

/** Null where the question has no such answer. */
function keyOf(form: QuestionForm, expected: Expectation, texts: ShownTexts): string | null {
  try {
    return expectable(form, expected, texts);
  } catch (error) {
    if (error instanceof Problem && error.code === 'outcome_not_allowed') return null;
    throw error;
  }
}

/** The answer that was decided, of a preference the mildest one; null where none can be expected. */
function expectedOf(main: MainQuestion, decided: Adjudicated): Answer | null {
  const steps = decided.details?.steps;
  if (decided.outcome === 'steps' && steps != null)
    return { outcome: 'steps', labels: steps.map(({ label }) => label) };
  if (decided.outcome === 'rated') return decided.details == null ? null : { outcome: 'rated' };
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
