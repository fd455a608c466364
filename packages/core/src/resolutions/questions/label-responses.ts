import { binomialIntervals } from '@pairwright/stats/annotators/intervals';
import { medianInterval } from '@pairwright/stats/annotators/median-interval';
import type { Asked } from '@pairwright/domain/judgment/asked';

/** What answers to a rating, a flag or safety, or thumbs, come to for one response. */
export interface ResponseLabel {
  readonly answers: number;
  /** The median of the ratings, in their unit; of a flag or safety the share of yes, of thumbs that of good, 0..1. Null without an answer. */
  readonly value: number | null;
  /** 95 %: of a median by ranks (Thompson 1936), of a share that of Beta(x + 1, n - x + 1). */
  readonly low: number | null;
  readonly high: number | null;
  /** What most say of a flag, safety or thumbs; null for ratings, without an answer, and where as many say yes as no. */
  readonly mostly: boolean | null;
  /** What reviewers decided: a rating, or 1 for good and 0 for not good; null: the votes stand. */
  readonly decided: number | null;
  /** Why there is no value, or no interval: six ratings are the fewest for one. */
  readonly reason: 'no_data' | 'too_few' | null;
}

export interface LabelledResponses {
  readonly responses: readonly ResponseLabel[];
  /** Answers that say what most say / all answers, 0..1; null for ratings and where a response has no most. */
  readonly agreement: number | null;
  /** Of the response with the most: 0 all say the same, 1 as different as can be. */
  readonly disagreement: number;
  /** As many say yes as no of some response. */
  readonly tied: boolean;
}

/** Labels of the responses from the answers of each judgment, by canonical index. */
export function labelResponses(
  asked: Asked,
  answers: readonly (readonly (number | null)[])[],
  responses: number,
): LabelledResponses {
  const byResponse = Array.from({ length: responses }, (_, response) =>
    answers.flatMap((values) => values[response] ?? []).sort((one, other) => one - other),
  );
  if (asked.scale !== null) {
    const range = asked.scale.max - asked.scale.min;
    return {
      responses: byResponse.map(rated),
      agreement: null,
      disagreement: Math.max(0, ...byResponse.map((values) => spread(values) / range)),
      tied: false,
    };
  }
  const labels = byResponse.map((values) => shareLabel(yes(values), values.length));
  const tied = labels.some(({ answers: given, mostly }) => given > 0 && mostly === null);
  const all = byResponse.flat().length;
  const same = byResponse.reduce(
    (sum, values) => sum + Math.max(yes(values), values.length - yes(values)),
    0,
  );
  return {
    responses: labels,
    agreement: tied || all === 0 ? null : same / all,
    disagreement: Math.max(0, ...byResponse.map(conflict)),
    tied,
  };
}

const none: ResponseLabel = {
  answers: 0,
  value: null,
  low: null,
  high: null,
  mostly: null,
  decided: null,
  reason: 'no_data',
};

function rated(values: readonly number[]): ResponseLabel {
  if (values.length === 0) return none;
  const { median, interval } = medianInterval(values);
  return {
    answers: values.length,
    value: median,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    mostly: null,
    decided: null,
    reason: interval === null ? 'too_few' : null,
  };
}

/** Of so many answers of which so many say yes. */
export function shareLabel(successes: number, trials: number): ResponseLabel {
  if (trials === 0) return none;
  const interval = binomialIntervals({ successes, trials }).betaUniform;
  return {
    answers: trials,
    value: successes / trials,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    mostly: 2 * successes === trials ? null : 2 * successes > trials,
    decided: null,
    reason: null,
  };
}

function yes(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Of ascending values; 0 of fewer than two. */
function spread(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

/** As `disagreementOf`: 1 where as many say yes as no. */
function conflict(values: readonly number[]): number {
  return values.length < 2 ? 0 : (2 * Math.min(yes(values), values.length - yes(values))) / values.length;
}
