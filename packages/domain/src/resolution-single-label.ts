import type { StepLabel } from '@pairwright/contract/judgment';
import type { ComparisonLabel } from './resolution-result.ts';
import {
  answersOf,
  leadingLabel,
  type SingleJudgment,
  type SingleTally,
  type StepTally,
  tallySingle,
} from './resolution-single.ts';

/** A step with what most say of it and what reviewers decided. */
export interface LabelledStep extends StepTally {
  /** Null where two lead, people cut the text differently there, or nobody judged it. */
  readonly mostly: StepLabel | null;
  /** Null: the votes stand. */
  readonly decided: StepLabel | null;
}

/** `winner` and `strength` compare two: they are null here. */
export interface SingleLabel extends Omit<ComparisonLabel, 'method' | 'result'> {
  readonly method: 'single' | 'majority' | 'median' | 'adjudicated' | null;
  readonly result: 'answered' | 'contested' | 'unresolved';
  readonly tally: SingleTally;
  /** Of a response judged by steps: those of the decision, or all that are told; null of all others. */
  readonly steps: readonly LabelledStep[] | null;
  /** How different the answers are, 0..1; of ratings 0: their scales tell. */
  readonly disagreement: number;
}

/**
 * The label of one response alone, of the judgments that count. `answered`: thumbs of which more say the one than the other,
 * steps that all have a leading label, ratings. `contested`: as many say good as not, or a step where no label leads.
 * `unresolved`, first that applies: `too_few_judgments` (none), `cannot_judge` (all abstain), `no_preference` (nothing is told).
 * A decision of reviewers goes before all judgments; what these say stays in the tally.
 */
export function labelSingle(
  judgments: readonly SingleJudgment[],
  decision: SingleJudgment | null,
): SingleLabel {
  const tally = tallySingle(judgments);
  const votesUsed = usedOf(tally, judgments);
  const base = { winner: null, strength: null, votesUsed, tally, disagreement: disagreementOf(tally) };
  if (decision !== null) return { ...base, ...decidedLabel(tally, decision) };
  const steps = tally.kind === 'steps' ? tally.steps.map((step) => voted(step)) : null;
  const open = { ...base, steps, agreement: null };
  if (tally.kind === null) {
    const abstained = judgments.every(({ outcome }) => outcome === 'cannot_judge');
    const reason =
      judgments.length === 0 ? 'too_few_judgments' : abstained ? 'cannot_judge' : 'no_preference';
    return { ...open, method: null, result: 'unresolved', reason };
  }
  const method = votesUsed === 1 ? 'single' : tally.kind === 'ratings' ? 'median' : 'majority';
  const agreement = agreementOf(tally);
  const result = agreement === null && tally.kind !== 'ratings' ? 'contested' : 'answered';
  return { ...open, method, result, reason: null, agreement };
}

function usedOf({ kind, up, down, stepped }: SingleTally, judgments: readonly SingleJudgment[]): number {
  if (kind === 'label') return up + down;
  if (kind === 'steps') return stepped;
  const rated = ({ outcome, ratings }: SingleJudgment) => outcome !== 'cannot_judge' && ratings.length > 0;
  return judgments.filter(rated).length;
}

/** Answers that say what most say / all answers, of steps the least of them; null where nothing leads, and of ratings. */
function agreementOf({ kind, up, down, steps }: SingleTally): number | null {
  if (kind === 'label') return up === down ? null : Math.max(up, down) / (up + down);
  if (kind !== 'steps' || steps.length === 0) return null;
  const shares = steps.map((step) => {
    const label = leadingLabel(step);
    return label === null ? null : step[label] / answersOf(step);
  });
  return shares.includes(null) ? null : Math.min(...shares.map(Number));
}

function voted(step: StepTally): LabelledStep {
  return { ...step, mostly: leadingLabel(step), decided: null };
}

type Decided = Pick<SingleLabel, 'method' | 'result' | 'reason' | 'agreement' | 'steps'>;

function decidedLabel(tally: SingleTally, decision: SingleJudgment): Decided {
  const isAble = decision.outcome !== 'cannot_judge';
  return {
    method: 'adjudicated',
    agreement: null,
    result: isAble ? 'answered' : 'unresolved',
    reason: isAble ? null : 'cannot_judge',
    steps:
      decision.outcome === 'steps'
        ? decision.steps.map((step, place) => withVotes(step, tally.steps[place]))
        : null,
  };
}

/** A decided step with the votes about it, where people cut the text as the reviewer did. */
function withVotes(
  { start, end, label }: SingleJudgment['steps'][number],
  told: StepTally | undefined,
): LabelledStep {
  const isSame = told !== undefined && told.alike && told.start === start && told.end === end;
  const votes = isSame
    ? voted(told)
    : { start, end, right: 0, wrong: 0, neutral: 0, alike: true, mostly: null };
  return { ...votes, decided: label };
}

/**
 * Thumbs: how evenly both stand, 1 as many for one as for the other. Steps: the largest of any step, as the votes of a pair,
 * with right and wrong as the two sides: of the entropy of its three shares / ln 3, and how evenly right and wrong stand; 1
 * where people cut the text differently.
 */
function disagreementOf({ kind, up, down, steps }: SingleTally): number {
  if (kind === 'label') return conflictOf(up, down);
  return kind === 'steps' ? Math.max(0, ...steps.map(ofStep)) : 0;
}

function ofStep(step: StepTally): number {
  if (!step.alike) return 1;
  const total = answersOf(step);
  const entropy = [step.right, step.wrong, step.neutral]
    .filter((votes) => votes > 0)
    .reduce((sum, votes) => sum - (votes / total) * Math.log(votes / total), 0);
  // Sums of logarithms may pass 1 in their last digits.
  return Math.min(1, Math.max(entropy / Math.log(3), conflictOf(step.right, step.wrong)));
}

function conflictOf(one: number, other: number): number {
  return one + other === 0 ? 0 : (2 * Math.min(one, other)) / (one + other);
}
