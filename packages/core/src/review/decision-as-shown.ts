import type { Answer, Details, SingleDetails } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import { Problem } from '@pairwright/contract/errors';
import { canonicalRanks, toCanonical } from '@pairwright/domain/judgment/canonical';
import { fits, mainFormOf } from '@pairwright/domain/judgment/form';
import { decideMain, type JudgmentFault, judgmentFaults } from '@pairwright/domain/judgment/judge';
import type { Decided } from '@pairwright/domain/resolution-result';
import { findShownQuestion } from '../annotate/versions.queries.ts';
import { findResponses } from '../browse/comparisons.queries.ts';
import type { ProjectContext } from '../context.ts';
import { reviewOrder } from './case.service.ts';

/** What a reviewer sends. */
export interface GivenDecision {
  readonly comparisonId: string;
  readonly questionVersion: number;
  /** As shown to this reviewer. */
  readonly answer: Answer;
  readonly ratings: Details['ratings'];
}

/** A decision in canonical order. */
export interface CanonicalDecision extends Decided {
  readonly position: number | null;
  readonly order: number[];
  readonly details: SingleDetails | null;
  /** From the lowest to the highest value of each rating of the question, by key. */
  readonly ranges: ReadonlyMap<string, number>;
}

const fix = 'Load the comparison again and answer the question as it stands there.';

/**
 * Checks a decision against the main question it answers, as a judgment of it alone would be, and turns it into canonical order.
 * Throws Problem outcome_not_allowed.
 */
export async function decisionAsShown(
  ctx: ProjectContext,
  given: GivenDecision,
  responseIds: readonly string[],
): Promise<CanonicalDecision> {
  const responses = responseIds.length;
  const { answer, ratings } = given;
  const question = await findShownQuestion(ctx.db, ctx.projectId, given.questionVersion);
  const order = reviewOrder({
    comparisonId: given.comparisonId,
    reviewerId: ctx.actor.userId,
    responses,
  });
  const main = question === undefined ? null : decideMain(question.form.main, answer, order);
  if (question === undefined || main === null || !isAbout(question, answer, responses))
    throw notOffered(given);
  const texts = await findTexts(ctx, responseIds);
  const form = mainFormOf(question.form);
  const said = { form, answer, details: { ratings } };
  const shown = order.map((index) => texts[index] ?? []);
  refuse([...judgmentFaults(form, { ...said, rationale: '' }, shown), ...unrated(answer, ratings)]);
  const { ratings: rated, steps } = toCanonical({ ...said, order, content: shown[0]?.at(-1) ?? '' });
  return {
    ...main,
    ranks: answer.outcome === 'ranking' ? canonicalRanks(answer.ranks, order) : null,
    details:
      answer.outcome === 'rated' || answer.outcome === 'steps'
        ? { ratings: [...rated], steps: steps === null ? null : [...steps] }
        : null,
    order,
    ranges: new Map(form.ratings.map(({ key, min, max }) => [key, max - min])),
  };
}

/** Whether the question can be asked of so many responses; that they cannot be judged can be said of any. */
function isAbout({ form }: Question, { outcome }: Answer, responses: number): boolean {
  return outcome === 'cannot_judge' || fits(form.main, responses);
}

/** The content of each message, by response in canonical order. */
async function findTexts(ctx: ProjectContext, responseIds: readonly string[]): Promise<(string | null)[][]> {
  const responses = await findResponses(ctx.db.db, responseIds);
  return responses.map(({ messages }) => (messages ?? []).map(({ content }) => content));
}

/** Who decides by ratings gives one at least. */
function unrated({ outcome }: Answer, ratings: Details['ratings']): JudgmentFault[] {
  if (outcome !== 'rated' || ratings.length > 0) return [];
  return [{ path: 'body.ratings', value: '[]', rule: 'a decision has a rating at least' }];
}

function notOffered({ answer }: GivenDecision): Problem {
  const path = 'body.answer.outcome';
  const rule = 'the question does not offer this answer for this comparison';
  return new Problem('outcome_not_allowed', {
    detail: `${path}: ${rule}. ${fix}`,
    faults: [{ path, value: answer.outcome, rule, fix }],
  });
}

function refuse(found: readonly JudgmentFault[]): void {
  // Ratings of a judgment are among its details.
  const faults = found.map((fault) => ({
    ...fault,
    path: fault.path.replace('body.details.', 'body.'),
    fix,
  }));
  const [first] = faults;
  if (first === undefined) return;
  throw new Problem('outcome_not_allowed', { detail: `${first.path}: ${first.rule}. ${fix}`, faults });
}
