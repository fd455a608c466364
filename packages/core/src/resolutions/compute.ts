import type { RankingLabel } from '@pairwright/contract/ranking-label';
import type { StepResolution } from '@pairwright/contract/response-label';
import {
  type ComparisonLabel,
  type Decided,
  hasBallot,
  labelComparison,
  pairLabelOf,
  pairLabels,
} from '@pairwright/domain/resolution-result';
import { logOddsWeight } from '@pairwright/stats/labels/log-odds-weight';
import { weightedMajority } from '@pairwright/stats/labels/weighted-majority';
import { type Accuracy, accuracyOf, type Estimate } from './accuracies.ts';
import { disagreementOf, reviewScore } from './disagreement.ts';
import type { ResponseLabel } from './questions/label-responses.ts';
import { rankingLabel } from './ranking-label.ts';
import { type SoftLabel, softLabel } from './soft-label.ts';
import type { JudgedComparison } from './votes.queries.ts';

/** What votes are weighed with. */
export interface Weighing {
  readonly modelId: string;
  /** Answers there were to choose from where it was learnt: 4 of pairs, 2 of thumbs. Others it does not weigh. */
  readonly labels: number;
  readonly presumedAccuracy: number;
  readonly estimates: ReadonlyMap<string, Estimate>;
}

export interface Decision extends Decided {
  readonly id: string;
}

export interface Computed extends Omit<ComparisonLabel, 'method' | 'result' | 'reason'> {
  /** `median`, `answered` and the reasons beside those of the main question are of the questions beside it. */
  readonly method: ComparisonLabel['method'] | 'median';
  readonly result: ComparisonLabel['result'] | 'answered';
  readonly reason: ComparisonLabel['reason'] | 'not_answered' | 'not_applicable';
  /** Of a question about each response by itself, and of thumbs; null otherwise. */
  readonly perResponse: readonly ResponseLabel[] | null;
  /** Of a response judged step by step; null otherwise. */
  readonly steps: readonly StepResolution[] | null;
  /** Of three or more responses with a ranking; null otherwise. */
  readonly ranking: RankingLabel | null;
  readonly soft: SoftLabel;
  readonly disagreement: number;
  readonly reviewScore: number;
  /** The model that weighed the votes; null unless they were weighed. */
  readonly modelId: string | null;
  readonly decisionId: string | null;
}

/** The label of a comparison of two or more with all that is told of it; the same inputs give the same to the last bit. */
export function computeResolution(
  comparison: JudgedComparison,
  { weighing, decision }: { weighing: Weighing | null; decision: Decision | null },
): Computed {
  const { responses } = comparison;
  const counted = comparison.votes.filter(({ reason }) => reason === null);
  const ballots = counted.filter((vote) => hasBallot(vote, responses));
  const weighed = weighsPairs(weighing) && responses === 2 && ballots.length > 1;
  const votes = counted.map((vote) => ({
    ...vote,
    accuracy: weighed ? accuracyIn(weighing, vote.annotatorId) : null,
  }));
  const likeliest = weighed
    ? likeliestOf(
        votes.flatMap((vote) => {
          const label = pairLabelOf(vote);
          return label === null || vote.accuracy === null ? [] : [{ label, accuracy: vote.accuracy.value }];
        }),
      )
    : null;
  const label = labelComparison({ responses, judgments: counted, likeliest, decision });
  const soft = softLabel(votes, responses);
  const disagreement = disagreementOf(counted, responses, soft.shares);
  return {
    ...label,
    soft,
    disagreement,
    reviewScore: reviewScore({ label, priority: comparison.priority }, disagreement),
    modelId: weighed ? weighing.modelId : null,
    decisionId: decision?.id ?? null,
    perResponse: null,
    steps: null,
    ranking: rankingLabel(ballots, responses, soft.shares),
  };
}

function weighsPairs(weighing: Weighing | null): weighing is Weighing {
  return weighing?.labels === pairLabels.length;
}

/** How often somebody is right, by a model. */
export function accuracyIn(
  { estimates, presumedAccuracy: presumed, labels }: Weighing,
  annotatorId: string,
): Accuracy {
  return accuracyOf(estimates.get(annotatorId), { presumed, labels });
}

/** The one label that is likelier than all others together, or else all that are as likely as any: contested. */
function likeliestOf(votes: readonly { label: number; accuracy: number }[]): number[] {
  const { softLabel, winners } = weightedMajority(votes, pairLabels.length);
  const [winner] = winners;
  if (winner === undefined || winners.length > 1) return [...winners];
  return (softLabel?.[winner] ?? 0) > 0.5 ? [winner] : pairLabels.map((_, label) => label);
}

export interface Part {
  readonly counted: boolean;
  readonly reason: string | null;
  readonly weight: number | null;
  readonly accuracy: number | null;
}

/** What part each judgment had in the label of two or more responses, by its id. */
export function explainParts(comparison: JudgedComparison, weighing: Weighing | null): Map<string, Part> {
  const { responses, votes } = comparison;
  const ballots = votes.filter((vote) => vote.reason === null && hasBallot(vote, responses));
  const weighed = weighsPairs(weighing) && responses === 2 && ballots.length > 1;
  return new Map(
    votes.map((vote): [string, Part] => {
      const none = { weight: null, accuracy: null };
      if (vote.reason !== null) return [vote.id, { counted: false, reason: vote.reason, ...none }];
      if (!ballots.includes(vote)) {
        const reason = vote.outcome === 'cannot_judge' ? 'abstains' : 'no_preference';
        return [vote.id, { counted: true, reason, ...none }];
      }
      if (!weighed) return [vote.id, { counted: true, reason: null, weight: 1, accuracy: null }];
      const { value } = accuracyIn(weighing, vote.annotatorId);
      const weight = logOddsWeight(value, pairLabels.length);
      return [vote.id, { counted: true, reason: null, weight, accuracy: value }];
    }),
  );
}
