import { type Computed, computeResolution, type Decision, type Weighing } from '../compute.ts';
import type { JudgedComparison } from '../votes.queries.ts';
import type { AskedByVersion, StoredAnswers } from './answers.queries.ts';
import type { Asked } from '@pairwright/domain/judgment/asked';
import type { BesideWeighing } from './beside-model.ts';
import { labelResponses } from './label-responses.ts';
import { type Said, saidOf } from './said.ts';
import { weighRatings } from './weigh-ratings.ts';

export interface QuestionLabel {
  readonly asked: Asked;
  readonly computed: Computed;
  /** One for each judgment of the comparison, in their order. */
  readonly said: readonly Said[];
}

/** What the questions beside the main one are read from. */
export interface Answers {
  readonly byVersion: AskedByVersion;
  readonly byJudgment: ReadonlyMap<string, StoredAnswers>;
}

/**
 * A label of the comparison for each question that its judgments were asked beside the main one, as the newest of the
 * versions that count asks it. Ratings and criteria are weighed by what is learnt of people on each of them, where it is (`weighing`);
 * flags and safety weigh the same. A criterion is labelled as a comparison whose votes are the preferences on it; who says that it does not apply abstains. Where reviewers
 * decided ratings, these are the labels.
 */
export function computeQuestions(
  comparison: JudgedComparison,
  { byVersion, byJudgment }: Answers,
  { decision, weighing }: { readonly decision: Decision | null; readonly weighing: BesideWeighing | null },
): QuestionLabel[] {
  const newest = newestOf(comparison, { byVersion, byJudgment });
  return newest.map((asked) => {
    const of = { asked, byVersion, responses: comparison.responses };
    const said = comparison.votes.map((vote) => saidOf(vote, byJudgment.get(vote.id), of));
    const computed =
      asked.kind === 'criterion'
        ? onCriterion(comparison, said, weighing?.onCriterion(asked) ?? null)
        : weighed(onResponses(of, said), { asked, said, weighing });
    const voted = { ...computed, reason: reasonOf(computed, said), reviewScore: 0 };
    return {
      asked,
      said,
      computed: asked.kind === 'rating' ? withDecided(voted, { asked, decision }) : voted,
    };
  });
}

/** Questions as the newest version asks them that a judgment that counts has answered, and then those of the other judgments. */
function newestOf({ votes }: JudgedComparison, { byVersion, byJudgment }: Answers): Asked[] {
  const newest = new Map<string, Asked>();
  for (const counts of [true, false]) {
    const versions = new Set(
      votes.filter(({ reason }) => (reason === null) === counts).map(({ id }) => byJudgment.get(id)?.version),
    );
    for (const [version, asked] of byVersion)
      if (versions.has(version))
        for (const one of asked) if (!newest.has(one.question)) newest.set(one.question, one);
  }
  return [...newest.values()];
}

function onCriterion(
  comparison: JudgedComparison,
  said: readonly Said[],
  weighing: Weighing | null,
): Computed {
  const votes = said.map(({ vote, reason, strength }) => ({
    ...vote,
    reason,
    outcome:
      strength === null
        ? ('cannot_judge' as const)
        : strength === 0
          ? ('tie' as const)
          : ('preference' as const),
    strength,
    ranks: null,
  }));
  return computeResolution({ ...comparison, votes }, { weighing, decision: null });
}

function onResponses(
  { asked, responses }: { asked: Asked; responses: number },
  said: readonly Said[],
): Computed {
  const answers = said.flatMap(({ values }) => (values === null ? [] : [values]));
  const labelled = labelResponses(asked, answers, responses);
  const votesUsed = answers.length;
  return {
    method:
      votesUsed === 0 ? null : votesUsed === 1 ? 'single' : asked.kind === 'rating' ? 'median' : 'majority',
    result: votesUsed === 0 ? 'unresolved' : labelled.tied ? 'contested' : 'answered',
    reason: votesUsed === 0 ? 'too_few_judgments' : null,
    winner: null,
    strength: null,
    agreement: labelled.agreement,
    votesUsed,
    soft: { probability: null, low: null, high: null, shares: null, reason: 'no_pair' },
    disagreement: labelled.disagreement,
    reviewScore: 0,
    modelId: null,
    decisionId: null,
    perResponse: labelled.responses,
    steps: null,
    ranking: null,
  };
}

interface Weighed {
  readonly asked: Asked;
  readonly said: readonly Said[];
  readonly weighing: BesideWeighing | null;
}

/** The label of a rating by what is learnt of those who gave it. */
function weighed(computed: Computed, { asked, said, weighing }: Weighed): Computed {
  const known = asked.kind === 'rating' ? (weighing?.onRating(asked) ?? null) : null;
  if (weighing === null || known === null || computed.perResponse === null) return computed;
  const perResponse = weighRatings(computed.perResponse, { asked, said, weighing: known });
  return perResponse === null
    ? computed
    : { ...computed, method: 'weighted', perResponse, modelId: weighing.modelId };
}

/** The label of a rating where reviewers decided it; what people said stays with it. */
function withDecided(
  voted: Computed,
  { asked, decision }: { readonly asked: Asked; readonly decision: Decision | null },
): Computed {
  const ratings = decision?.details?.ratings.filter(({ key }) => key === asked.key) ?? [];
  if (decision === null || ratings.length === 0) return voted;
  return {
    ...voted,
    method: 'adjudicated',
    result: 'answered',
    reason: null,
    decisionId: decision.id,
    perResponse:
      voted.perResponse?.map((label, response) => ({
        ...label,
        decided: ratings.find((rating) => rating.response === response)?.value ?? null,
      })) ?? null,
  };
}

function reasonOf({ result, reason }: Computed, said: readonly Said[]): Computed['reason'] {
  if (result !== 'unresolved') return null;
  if (reason === 'cannot_judge') return 'not_applicable';
  return said.some(({ vote }) => vote.reason === null) ? 'not_answered' : reason;
}
