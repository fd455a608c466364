import type { SingleDetails } from '@pairwright/contract/judgment';
import { meanLikeness, ordersOf } from './judgment/ranking-orders.ts';
import type { Resolution, ResolutionRecipe } from './resolution.ts';
import { type CountedJudgment, resolveUnits, unitsOf, voteFor } from './resolution-units.ts';

/** How the label was found. `single`: there is one ballot, so nothing was weighed. */
export type ResolutionMethod = 'single' | 'majority' | 'weighted' | 'adjudicated';

/** `contested`: people answered and no answer leads. `unresolved`: there is nothing to decide from, for a reason. */
export type ResolutionResult = 'winner' | 'tie' | 'both_bad' | 'contested' | 'unresolved';

/**
 * `too_few_judgments`: nobody has judged. `cannot_judge`: all who did abstained. `no_preference`: one response was judged
 * alone, or nothing that was said compares two.
 */
export type UnresolvedReason = 'too_few_judgments' | 'cannot_judge' | 'no_preference';

/** What votes about two responses say, in this order wherever there are shares or labels of a pair. */
export const pairLabels = ['first', 'second', 'tie', 'both_bad'] as const;

export interface ComparisonLabel {
  /** Null: nobody has judged. */
  readonly method: ResolutionMethod | null;
  readonly result: ResolutionResult;
  /** Null unless unresolved. */
  readonly reason: UnresolvedReason | null;
  /** The canonical index of the better response, from 0; null unless there is a winner. */
  readonly winner: number | null;
  /** Of a pair with a winner -3..3, negative = the first response is better; 0 for a tie; else null. */
  readonly strength: number | null;
  /**
   * Of a pair that votes decided ballots for the result / all ballots, 0..1; of rankings that decided how alike they are on
   * average, `meanLikeness`; else null.
   */
  readonly agreement: number | null;
  /** Judgments that had a ballot: those that count, without abstentions. */
  readonly votesUsed: number;
}

/** What a reviewer decided of a comparison, or an answer like it. */
export interface Decided {
  readonly outcome: CountedJudgment['outcome'];
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  /** Ratings and steps of one response alone. */
  readonly details?: SingleDetails | null;
}

export interface ToLabel {
  readonly responses: number;
  readonly judgments: readonly CountedJudgment[];
  /**
   * The labels of a pair that are likeliest when votes are weighed, by index in `pairLabels`, one of them being a winner;
   * null: votes weigh the same.
   */
  readonly likeliest: readonly number[] | null;
  readonly decision: Decided | null;
}

/** The most votes win and nothing is left out: content and flags are the affair of data sets. */
export const labelRecipe = {
  minJudgments: 1,
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
} as const satisfies ResolutionRecipe;

const facts = { flagged: false, textMissing: false, identical: false, blankFirst: false, blankSecond: false };

/** Which label of a pair a vote is for, by index in `pairLabels`; null: it abstains, or says nothing of a pair. */
export function pairLabelOf(judgment: CountedJudgment, responses = 2): number | null {
  if (responses !== 2) return null;
  const vote = voteFor(judgment, { first: 0, second: 1 }, 2);
  if (vote === null || vote.outcome === 'cannot_judge') return null;
  if (vote.outcome === 'preference') return (vote.strength ?? 0) < 0 ? 0 : 1;
  return vote.outcome === 'tie' ? 2 : 3;
}

/** Whether a judgment has a ballot: it compares responses and does not abstain. */
export function hasBallot(judgment: CountedJudgment, responses: number): boolean {
  if (responses < 2 || judgment.outcome === 'cannot_judge') return false;
  return unitsOf(responses).some((unit) => voteFor(judgment, unit, responses) !== null);
}

/**
 * The one label of a comparison, of the judgments that count: that of `resolve` with `labelRecipe` for two responses; of
 * three or more, the response that wins against each other one. A decision of reviewers goes before all votes. One response
 * alone is labelled by `labelSingle`.
 */
export function labelComparison({ responses, judgments, likeliest, decision }: ToLabel): ComparisonLabel {
  const votesUsed = judgments.filter((judgment) => hasBallot(judgment, responses)).length;
  if (decision !== null) return { ...labelOfDecision(decision, responses), votesUsed };
  const none = { winner: null, strength: null, agreement: null, votesUsed };
  if (judgments.length === 0)
    return { ...none, method: null, result: 'unresolved', reason: 'too_few_judgments' };
  if (votesUsed === 0) {
    const abstained = responses > 1 && judgments.every(({ outcome }) => outcome === 'cannot_judge');
    const reason = abstained ? 'cannot_judge' : 'no_preference';
    return { ...none, method: null, result: 'unresolved', reason };
  }
  const units = resolveUnits(
    { ...labelRecipe, rankings: 'all', rewrites: 'leave_out', adjudicated: 'ignore' },
    { responses, judgments, factsOf: () => facts },
  );
  const method = votesUsed === 1 ? 'single' : likeliest === null ? 'majority' : 'weighted';
  const found =
    responses > 2
      ? { ...best(units, responses), strength: null, agreement: likenessOfRankings(judgments, responses) }
      : likeliest === null || votesUsed === 1
        ? ofVotes(units[0])
        : ofWeights(likeliest, { judgments, votesUsed });
  return { ...found, method, reason: null, votesUsed };
}

/** How alike the rankings among judgments of three or more responses are; see `meanLikeness`. */
export function likenessOfRankings(judgments: readonly CountedJudgment[], responses: number): number | null {
  const ballots = judgments.filter((judgment) => hasBallot(judgment, responses));
  return meanLikeness(ballots.map(({ ranks }) => ordersOf(ranks ?? [])));
}

type Found = Pick<ComparisonLabel, 'result' | 'winner' | 'strength' | 'agreement'>;

function ofVotes(unit: Resolution | undefined): Found {
  if (unit === undefined || unit.label === 'unresolved')
    return { result: 'contested', winner: null, strength: null, agreement: null };
  const { label, agreement, margin } = unit;
  if (label === 'tie' || label === 'both_bad')
    return { result: label, winner: null, strength: label === 'tie' ? 0 : null, agreement };
  // Adding 0 makes a negative zero positive.
  return {
    result: 'winner',
    winner: label === 'first' ? 0 : 1,
    strength: (label === 'first' ? -1 : 1) * margin + 0,
    agreement,
  };
}

/** As `ofVotes`, for the label that is likeliest; strength and agreement stay those of the votes as they were given. */
function ofWeights(
  likeliest: readonly number[],
  { judgments, votesUsed }: { judgments: readonly CountedJudgment[]; votesUsed: number },
): Found {
  const [label, another] = likeliest;
  if (label === undefined || another !== undefined)
    return { result: 'contested', winner: null, strength: null, agreement: null };
  const agreement = judgments.filter((judgment) => pairLabelOf(judgment) === label).length / votesUsed;
  if (label > 1)
    return {
      result: label === 2 ? 'tie' : 'both_bad',
      winner: null,
      strength: label === 2 ? 0 : null,
      agreement,
    };
  const towards = label === 0 ? -1 : 1;
  const sum = judgments.reduce(
    (total, judgment) => total + (voteFor(judgment, { first: 0, second: 1 }, 2)?.strength ?? 0),
    0,
  );
  const strength = towards * Math.max(0, (towards * sum) / votesUsed) + 0;
  return { result: 'winner', winner: label, strength, agreement };
}

/** Of three or more: the one that wins each of its units; a tie or all bad where every unit says so. */
function best(
  units: readonly (Resolution & { readonly unit: { first: number; second: number } | null })[],
  responses: number,
): Pick<Found, 'result' | 'winner'> {
  const wins = Array.from({ length: responses }, () => 0);
  for (const { unit, label } of units) {
    if (unit === null || (label !== 'first' && label !== 'second')) continue;
    const winner = unit[label];
    wins[winner] = (wins[winner] ?? 0) + 1;
  }
  const winner = wins.indexOf(responses - 1);
  if (winner >= 0) return { result: 'winner', winner };
  for (const label of ['tie', 'both_bad'] as const)
    if (units.every((unit) => unit.label === label)) return { result: label, winner: null };
  return { result: 'contested', winner: null };
}

function labelOfDecision(decision: Decided, responses: number): Omit<ComparisonLabel, 'votesUsed'> {
  const { votesUsed: _one, ...label } = labelComparison({
    responses,
    judgments: [decision],
    likeliest: null,
    decision: null,
  });
  return { ...label, method: 'adjudicated', agreement: null };
}

/** What of a label is not as it was. */
export function changesOf<Label extends object>(
  before: Label,
  after: Label,
  fields: readonly (keyof Label & string)[],
): string[] {
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
