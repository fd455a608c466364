import type { StepResolution } from '@pairwright/contract/response-label';
import { type LabelledStep, labelSingle, type SingleLabel } from '@pairwright/domain/resolution-single-label';
import { answersOf, tallySingle, toSingle } from '@pairwright/domain/resolution-single';
import { binomialIntervals } from '@pairwright/stats/annotators/intervals';
import type { Computed, Decision, Part, Weighing } from './compute.ts';
import { reviewScore } from './disagreement.ts';
import type { QuestionLabel } from './questions/compute-questions.ts';
import { type ResponseLabel, shareLabel } from './questions/label-responses.ts';
import type { JudgedComparison } from './votes.queries.ts';
import { partOfThumb, weighThumbs } from './weigh-thumbs.ts';

/**
 * The label of one response alone with all that is told of it. Thumbs are weighed where a model was learnt from thumbs, ratings where
 * their labels, `beside`, are; steps weigh the same. How different ratings are is what the labels of the ratings, `beside`, say.
 */
export function computeSingle(
  comparison: JudgedComparison,
  {
    decision,
    beside,
    weighing,
  }: {
    readonly decision: Decision | null;
    readonly beside: readonly QuestionLabel[];
    readonly weighing: Weighing | null;
  },
): Computed {
  const counted = comparison.votes.filter(({ reason }) => reason === null).map(toSingle);
  const { tally, steps, ...label } = labelSingle(counted, decision === null ? null : toSingle(decision));
  const ratings = beside.filter(({ asked }) => asked.kind === 'rating');
  const disagreement =
    tally.kind === 'ratings'
      ? Math.max(0, ...ratings.map(({ computed }) => computed.disagreement))
      : label.disagreement;
  const weighed = weighThumbs(comparison, weighing);
  const weighedRating =
    tally.kind === 'ratings' && decision === null
      ? ratings.find(({ computed }) => computed.method === 'weighted')?.computed
      : undefined;
  return {
    ...label,
    ...(weighed === null || decision !== null ? {} : weighed.label),
    ...(weighedRating === undefined ? {} : { method: weighedRating.method }),
    disagreement,
    reviewScore: reviewScore({ label, priority: comparison.priority }, disagreement),
    soft: { probability: null, low: null, high: null, shares: null, reason: 'no_pair' },
    perResponse: weighed === null ? thumbsOf(tally, decision) : [withDecided(weighed.response, decision)],
    steps: steps?.map(toStep) ?? null,
    ranking: null,
    modelId: weighed?.modelId ?? weighedRating?.modelId ?? null,
    decisionId: decision?.id ?? null,
  };
}

/** Of thumbs, given or decided. */
function thumbsOf(tally: SingleLabel['tally'], decision: Decision | null): ResponseLabel[] | null {
  if (tally.kind !== 'label' && decidedThumb(decision) === null) return null;
  return [withDecided(shareLabel(tally.up, tally.up + tally.down), decision)];
}

function withDecided(label: ResponseLabel, decision: Decision | null): ResponseLabel {
  return { ...label, decided: decidedThumb(decision) };
}

function decidedThumb(decision: Decision | null): number | null {
  return decision?.outcome === 'thumbs_up' ? 1 : decision?.outcome === 'thumbs_down' ? 0 : null;
}

/** The share of right, to which neutral counts half as ties do to a pair's. */
function toStep({ start, end, right, wrong, neutral, mostly, decided }: LabelledStep): StepResolution {
  const answers = answersOf({ right, wrong, neutral });
  const successes = right + neutral / 2;
  const interval = binomialIntervals({ successes, trials: answers }).betaUniform;
  return {
    start,
    end,
    answers,
    right,
    wrong,
    neutral,
    value: answers === 0 ? null : successes / answers,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    mostly,
    decided,
  };
}

const outcomes = { label: ['thumbs_up', 'thumbs_down'], steps: ['steps'] } as const satisfies Partial<
  Record<NonNullable<SingleLabel['tally']['kind']>, readonly string[]>
>;

/** What part each judgment of one response alone had in the label, by its id. */
export function explainSingle(comparison: JudgedComparison, weighing: Weighing | null): Map<string, Part> {
  const { votes } = comparison;
  const isWeighed = weighThumbs(comparison, weighing) !== null;
  const { kind } = tallySingle(votes.filter(({ reason }) => reason === null).map(toSingle));
  return new Map(
    votes.map((vote): [string, Part] => {
      const none = { weight: null, accuracy: null };
      if (vote.reason !== null) return [vote.id, { counted: false, reason: vote.reason, ...none }];
      if (vote.outcome === 'cannot_judge') return [vote.id, { counted: true, reason: 'abstains', ...none }];
      const told =
        kind === 'ratings'
          ? (vote.details?.ratings.length ?? 0) > 0
          : kind !== null && (outcomes[kind] as readonly string[]).includes(vote.outcome);
      return [
        vote.id,
        told
          ? partOfThumb(vote, isWeighed ? weighing : null)
          : { counted: true, reason: 'other_kind', ...none },
      ];
    }),
  );
}
