import type { DropReason } from '@pairwright/contract/drop-reasons';
import { type RankedPair, rankedPair } from './judgment/ranking.ts';
import {
  type PairFacts,
  type Resolution,
  type ResolutionRecipe,
  resolve,
  resolveDecided,
  type Vote,
} from './resolution.ts';

/**
 * From the judgments of one comparison, of whatever kind, to its units: what becomes a row or is left out for exactly one
 * reason. Responses are known by their canonical index, from 0.
 *
 * - Two responses are one unit. Three or more are a unit for each two of them, first < second.
 * - One response alone is one unit that is no pair: always `no_preference`.
 * - A judgment with a rewrite gives one more unit for each response of the comparison: the rewrite against it.
 */
export interface UnitRecipe extends ResolutionRecipe {
  /** Which pairs of three or more responses become rows, see `isSelected`; `leave_out`: rankings are no votes at all. */
  readonly rankings: 'all' | 'adjacent' | 'best_vs_rest' | 'best_vs_worst' | 'leave_out';
  readonly rewrites: 'include' | 'leave_out';
  /** `prefer`: what reviewers decided goes before the votes. */
  readonly adjudicated: 'ignore' | 'prefer';
}

/** A judgment that counts. Ranks by canonical index, null unless it is a ranking. */
export interface CountedJudgment {
  readonly outcome: Vote['outcome'] | 'ranking' | 'thumbs_up' | 'thumbs_down' | 'rated' | 'steps';
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  /** See `Vote`. */
  readonly weight?: number;
}

export interface Unit {
  readonly first: number;
  readonly second: number;
}

export interface ResolvedUnit extends Resolution {
  /** Null: one response alone. */
  readonly unit: Unit | null;
}

/** The pairs of so many responses, by first and then second; none of one response. */
export function unitsOf(responses: number): Unit[] {
  return Array.from({ length: responses }, (_, first) =>
    Array.from({ length: responses - first - 1 }, (__, step) => ({ first, second: first + 1 + step })),
  ).flat();
}

const votesOfRanking: Readonly<Record<RankedPair, Vote | null>> = {
  first: { outcome: 'preference', strength: -1 },
  second: { outcome: 'preference', strength: 1 },
  tie: { outcome: 'tie', strength: 0 },
  both_bad: { outcome: 'both_bad', strength: null },
  unknown: null,
};

/**
 * What a judgment says of a unit, or null when it says nothing: of a ranking what `rankedPair` gives, with strength 1,
 * because a ranking tells the order and not how far apart two responses are. Answers on a scale are about two responses
 * only; who cannot judge abstains from every unit; thumbs, ratings and steps compare nothing.
 */
export function voteFor(judgment: CountedJudgment, unit: Unit, responses: number): Vote | null {
  const { outcome, strength, ranks } = judgment;
  switch (outcome) {
    case 'ranking':
      return votesOfRanking[rankedPair(ranks?.[unit.first] ?? null, ranks?.[unit.second] ?? null)];
    case 'cannot_judge':
      return { outcome, strength };
    case 'preference':
    case 'tie':
    case 'both_bad':
      return responses === 2 ? { outcome, strength } : null;
    default:
      return null;
  }
}

/** What the judgments say of a unit, each with its weight. */
export function votesFor(judgments: readonly CountedJudgment[], unit: Unit, responses: number): Vote[] {
  return judgments.flatMap((judgment) => {
    const vote = voteFor(judgment, unit, responses);
    if (vote === null) return [];
    return judgment.weight === undefined ? [vote] : [{ ...vote, weight: judgment.weight }];
  });
}

export interface JudgedComparison {
  readonly responses: number;
  readonly judgments: readonly CountedJudgment[];
  /** What reviewers decided, if they did. */
  readonly decision?: CountedJudgment | null;
  readonly factsOf: (unit: Unit) => PairFacts;
}

const nothing = { first: 0, second: 0, tie: 0, both_bad: 0, cannot_judge: 0 };

export function unresolved(dropped: DropReason): Resolution {
  return { label: 'unresolved', votes: nothing, agreement: 0, ballots: 0, margin: 0, dropped };
}

/**
 * The units of a comparison in their order, each resolved by itself as `resolve` says, from the votes of `voteFor`.
 * With `adjudicated: prefer` a decision of reviewers goes before the votes, and the judgments are told all the same.
 * Before that, with `leave_out`: a unit with a ranking and no vote but abstentions is `not_selected` (flagged ones stay
 * `flagged`). After it: a unit with a label first or second that `isSelected` does not take is `not_selected`, whatever
 * its texts are.
 */
export function resolveUnits(recipe: UnitRecipe, given: JudgedComparison): ResolvedUnit[] {
  if (given.responses === 1) return [{ unit: null, ...unresolved('no_preference') }];
  const voting = votingOf(recipe, given);
  const resolved = unitsOf(given.responses).map((unit): ResolvedUnit & { unit: Unit } => {
    const votes = votesFor(voting, unit, given.responses);
    const facts = given.factsOf(unit);
    if (isLeftOut(recipe, given, votes) && !(recipe.dropFlagged && facts.flagged))
      return { unit, ...unresolved('not_selected') };
    const decision = decidedFor(recipe, given, unit);
    if (decision !== null) return { unit, ...resolveDecided(recipe, decision, { votes, facts }) };
    return { unit, ...resolve(recipe, votes, facts) };
  });
  const levels = levelsOf(resolved, given.responses);
  return resolved.map((one) =>
    hasWinner(one) && !isSelected(recipe.rankings, one.unit, levels)
      ? { ...one, dropped: 'not_selected' }
      : one,
  );
}

/** The judgments that vote. */
export function votingOf(recipe: UnitRecipe, { judgments }: JudgedComparison): CountedJudgment[] {
  return judgments.filter(({ outcome }) => outcome !== 'ranking' || recipe.rankings !== 'leave_out');
}

/** Whether the recipe leaves out all that was said of a unit, but that it cannot be judged. */
export function isLeftOut(
  recipe: UnitRecipe,
  { judgments }: JudgedComparison,
  votes: readonly Vote[],
): boolean {
  return (
    recipe.rankings === 'leave_out' &&
    judgments.some(({ outcome }) => outcome === 'ranking') &&
    votes.every(({ outcome }) => outcome === 'cannot_judge')
  );
}

/**
 * What the reviewers' decision says of a unit; null: there is none, or the recipe does not prefer it, or leaves rankings
 * out and it is one, or it says nothing of this unit.
 */
function decidedFor(recipe: UnitRecipe, { decision, responses }: JudgedComparison, unit: Unit): Vote | null {
  if (recipe.adjudicated === 'ignore' || decision == null) return null;
  if (decision.outcome === 'ranking' && recipe.rankings === 'leave_out') return null;
  return voteFor(decision, unit, responses);
}

export function hasWinner({ label }: Pick<Resolution, 'label'>): boolean {
  return label === 'first' || label === 'second';
}

/**
 * The order that the labels of all units make, by index: 1 is the best level. A response's score is the units it won less
 * those it lost; equal scores are one level. Whatever goes round in a circle is one level.
 */
export function levelsOf(
  units: readonly (Resolution & { readonly unit: Unit })[],
  responses: number,
): number[] {
  const scores = Array.from({ length: responses }, () => 0);
  for (const { unit, label } of units) {
    const won = label === 'first' ? 1 : label === 'second' ? -1 : 0;
    scores[unit.first] = (scores[unit.first] ?? 0) + won;
    scores[unit.second] = (scores[unit.second] ?? 0) - won;
  }
  const best = [...new Set(scores)].sort((a, b) => b - a);
  return scores.map((score) => best.indexOf(score) + 1);
}

/**
 * Whether a unit is taken. `adjacent`: its responses are on neighbouring levels; `best_vs_rest`: one is on the best level
 * and the other is not; `best_vs_worst`: one is on the best and one on the worst. Levels are those of the resolved
 * comparison, not of single rankings. The label of the unit stays its own. Two responses are always taken.
 */
export function isSelected(rankings: UnitRecipe['rankings'], unit: Unit, levels: readonly number[]): boolean {
  const one = levels[unit.first] ?? 1;
  const other = levels[unit.second] ?? 1;
  const [better, worse] = [Math.min(one, other), Math.max(one, other)];
  switch (rankings) {
    case 'adjacent':
      return worse - better === 1;
    case 'best_vs_rest':
      return better === 1 && worse > 1;
    case 'best_vs_worst':
      return better === 1 && worse > 1 && worse === Math.max(...levels);
    case 'all':
    case 'leave_out':
      return true;
  }
}

export interface GivenRewrite {
  readonly judgment: CountedJudgment;
  /** The response it was made from; null: written from nothing. */
  readonly parent: number | null;
  readonly responses: number;
}

/**
 * The responses a rewrite is better than: all of them when it was written from nothing; else the one it was made from and
 * all that the same judgment puts below it or beside it (edited > chosen, edited > rejected). Of a response that the
 * judgment puts above the parent, or says nothing of, the rewrite tells nothing.
 */
export function beatenBy({ judgment, parent, responses }: GivenRewrite): number[] {
  const all = Array.from({ length: responses }, (_, index) => index);
  if (parent === null) return all;
  return all.filter((index) => index === parent || isBelowOrBeside(judgment, { parent, index, responses }));
}

function isBelowOrBeside(
  judgment: CountedJudgment,
  at: { readonly parent: number; readonly index: number; readonly responses: number },
): boolean {
  const unit = { first: Math.min(at.parent, at.index), second: Math.max(at.parent, at.index) };
  const vote = voteFor(judgment, unit, at.responses);
  if (vote === null || vote.outcome === 'cannot_judge') return false;
  if (vote.outcome !== 'preference') return true;
  return (vote.strength ?? 0) < 0 === (at.parent === unit.first);
}

/**
 * Why a rewrite against one response gives no row; null: a row with margin 1 and agreement 1, chosen = the rewrite. Each
 * rewrite is one person's, so numbers and majorities do not matter. `facts` are of the rewrite as first and the response
 * as second. The first that applies: `flagged` (with `dropFlagged`), `not_selected` (`rewrites: leave_out`),
 * `no_preference` (not in `beatenBy`), `text_missing`, `identical_responses`, `empty_chosen`.
 */
export function rewriteFault(
  recipe: Pick<UnitRecipe, 'dropFlagged' | 'rewrites'>,
  isBeaten: boolean,
  facts: PairFacts,
): DropReason | null {
  if (recipe.dropFlagged && facts.flagged) return 'flagged';
  if (recipe.rewrites === 'leave_out') return 'not_selected';
  if (!isBeaten) return 'no_preference';
  if (facts.textMissing) return 'text_missing';
  if (facts.identical) return 'identical_responses';
  return facts.blankFirst ? 'empty_chosen' : null;
}
