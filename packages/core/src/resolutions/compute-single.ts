import type { StepResolution } from '@pairwright/contract/resolutions';
import { type LabelledStep, labelSingle, type SingleLabel } from '@pairwright/domain/resolution-single-label';
import { answersOf, tallySingle, toSingle } from '@pairwright/domain/resolution-single';
import { binomialIntervals } from '@pairwright/stats/annotators/intervals';
import type { Computed, Decision, Part } from './compute.ts';
import { reviewScore } from './disagreement.ts';
import type { QuestionLabel } from './questions/compute-questions.ts';
import { type ResponseLabel, shareLabel } from './questions/label-responses.ts';
import type { JudgedComparison } from './votes.queries.ts';

/**
 * The label of one response alone with all that is told of it. Every judgment weighs the same: what is known of annotators is
 * known of pairs. How different ratings are is what the labels of the ratings, `beside`, say.
 */
export function computeSingle(
  comparison: JudgedComparison,
  { decision, beside }: { readonly decision: Decision | null; readonly beside: readonly QuestionLabel[] },
): Computed {
  const counted = comparison.votes.filter(({ reason }) => reason === null).map(toSingle);
  const { tally, steps, ...label } = labelSingle(counted, decision === null ? null : toSingle(decision));
  const ratings = beside.filter(({ asked }) => asked.kind === 'rating');
  const disagreement =
    tally.kind === 'ratings'
      ? Math.max(0, ...ratings.map(({ computed }) => computed.disagreement))
      : label.disagreement;
  return {
    ...label,
    disagreement,
    reviewScore: reviewScore({ label, priority: comparison.priority }, disagreement),
    soft: { probability: null, low: null, high: null, shares: null, reason: 'no_pair' },
    perResponse: thumbsOf(tally, decision),
    steps: steps?.map(toStep) ?? null,
    modelId: null,
    decisionId: decision?.id ?? null,
  };
}

/** Of thumbs, given or decided. */
function thumbsOf(tally: SingleLabel['tally'], decision: Decision | null): ResponseLabel[] | null {
  const decided = decision?.outcome === 'thumbs_up' ? 1 : decision?.outcome === 'thumbs_down' ? 0 : null;
  if (tally.kind !== 'label' && decided === null) return null;
  return [{ ...shareLabel(tally.up, tally.up + tally.down), decided }];
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
export function explainSingle({ votes }: JudgedComparison): Map<string, Part> {
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
          ? { counted: true, reason: null, weight: 1, accuracy: null }
          : { counted: true, reason: 'other_kind', ...none },
      ];
    }),
  );
}
