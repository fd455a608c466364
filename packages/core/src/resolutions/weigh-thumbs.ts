import { logOddsWeight } from '@pairwright/stats/labels/log-odds-weight';
import { weightedMajority } from '@pairwright/stats/labels/weighted-majority';
import { type Accuracy } from './accuracies.ts';
import { accuracyIn, type Part, type Weighing } from './compute.ts';
import { thumbLabels } from './model-votes.queries.ts';
import type { ResponseLabel } from './questions/label-responses.ts';
import type { JudgedComparison, StoredVote } from './votes.queries.ts';

export interface WeighedThumbs {
  readonly label: {
    readonly method: 'weighted';
    readonly result: 'answered' | 'contested';
    readonly agreement: number | null;
  };
  readonly response: ResponseLabel;
  readonly modelId: string;
}

/**
 * Two thumbs or more, weighed by how often each annotator is right, as votes on a pair are: the value is the posterior of good, its
 * ends take those who say good at one end of their accuracies' intervals and those who do not at the other. Null: no model of
 * thumbs, or no two of them.
 */
export function weighThumbs({ votes }: JudgedComparison, weighing: Weighing | null): WeighedThumbs | null {
  if (weighing?.labels !== thumbLabels) return null;
  const thumbs = votes
    .filter((vote) => vote.reason === null && isThumb(vote))
    .map((vote) => ({
      label: vote.outcome === 'thumbs_up' ? 0 : 1,
      accuracy: accuracyIn(weighing, vote.annotatorId),
    }));
  if (thumbs.length < 2) return null;
  const goodAt = (end: (label: number) => keyof Accuracy): number =>
    weightedMajority(
      thumbs.map(({ label, accuracy }) => ({ label, accuracy: accuracy[end(label)] })),
      thumbLabels,
    ).softLabel![0]!;
  const { winners } = weightedMajority(
    thumbs.map(({ label, accuracy }) => ({ label, accuracy: accuracy.value })),
    thumbLabels,
  );
  const [winner] = winners;
  const mostly = winners.length > 1 ? null : winner === 0;
  const alike = thumbs.filter(({ label }) => label === winner).length;
  return {
    label: {
      method: 'weighted',
      result: mostly === null ? 'contested' : 'answered',
      agreement: mostly === null ? null : alike / thumbs.length,
    },
    response: {
      answers: thumbs.length,
      value: goodAt(() => 'value'),
      low: goodAt((label) => (label === 0 ? 'low' : 'high')),
      high: goodAt((label) => (label === 0 ? 'high' : 'low')),
      mostly,
      decided: null,
      reason: null,
    },
    modelId: weighing.modelId,
  };
}

/** What part a judgment that counts had in the label; `weighing` null: each the same. */
export function partOfThumb(vote: StoredVote, weighing: Weighing | null): Part {
  if (weighing === null || !isThumb(vote)) return { counted: true, reason: null, weight: 1, accuracy: null };
  const { value } = accuracyIn(weighing, vote.annotatorId);
  return { counted: true, reason: null, weight: logOddsWeight(value, thumbLabels), accuracy: value };
}

function isThumb({ outcome }: StoredVote): boolean {
  return outcome === 'thumbs_up' || outcome === 'thumbs_down';
}
