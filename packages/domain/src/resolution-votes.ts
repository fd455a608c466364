import { leadingShareAmong, resolve, type Resolution, type Vote } from './resolution.ts';
import {
  hasWinner,
  isLeftOut,
  isSelected,
  type JudgedComparison,
  levelsOf,
  type ResolvedUnit,
  type Unit,
  type UnitRecipe,
  unitsOf,
  unresolved,
  voteFor,
  votingOf,
} from './resolution-units.ts';

export interface VoteUnit extends ResolvedUnit {
  /** By place in the given judgments; null: nobody said anything of the unit. */
  readonly judgment: number | null;
  /** The share of all ballots of the unit for the most frequent answer; null: there are none. The agreement of one vote is 1. */
  readonly shared: number | null;
}

type OfVote = VoteUnit & { readonly unit: Unit };

/**
 * The units of a comparison where every vote is one: for each two responses a unit per judgment that says something of them,
 * else one. The judgments of the two together decide whether they are enough: `flagged`, `not_selected` (rankings left out),
 * `too_few_judgments`, `cannot_judge` are as of `resolveUnits`. Then each vote is resolved by itself as `resolve` says, and pairs
 * of a ranking are selected by the order that this judgment alone makes.
 */
export function voteUnits(recipe: UnitRecipe, given: JudgedComparison): VoteUnit[] {
  if (given.responses === 1)
    return [{ unit: null, judgment: null, shared: null, ...unresolved('no_preference') }];
  const voting = votingOf(recipe, given);
  const units = unitsOf(given.responses).flatMap((unit): OfVote[] => {
    const said = voting.flatMap((judgment) => {
      const vote = voteFor(judgment, unit, given.responses);
      return vote === null ? [] : [{ vote, judgment: given.judgments.indexOf(judgment) }];
    });
    const votes = said.map(({ vote }) => vote);
    const shared = leadingShareAmong(recipe, votes);
    if (said.length === 0)
      return [{ unit, judgment: null, shared, ...resolveOne(recipe, { given, unit, votes }, null) }];
    return said.map(({ vote, judgment }) => ({
      unit,
      judgment,
      shared,
      ...resolveOne(recipe, { given, unit, votes }, vote),
    }));
  });
  return units.map((one) => {
    const levels = levelsOf(
      units.filter(({ judgment }) => judgment === one.judgment),
      given.responses,
    );
    return hasWinner(one) && !isSelected(recipe.rankings, one.unit, levels)
      ? { ...one, dropped: 'not_selected' }
      : one;
  });
}

function resolveOne(
  recipe: UnitRecipe,
  { given, unit, votes }: { given: JudgedComparison; unit: Unit; votes: readonly Vote[] },
  vote: Vote | null,
): Resolution {
  const facts = given.factsOf(unit);
  if (recipe.dropFlagged && facts.flagged) return unresolved('flagged');
  if (isLeftOut(recipe, given, votes)) return unresolved('not_selected');
  if (vote === null || votes.length < recipe.minJudgments) return unresolved('too_few_judgments');
  const able = votes.filter(({ outcome }) => outcome !== 'cannot_judge').length;
  if (able < recipe.minJudgments) return unresolved('cannot_judge');
  return resolve({ ...recipe, minJudgments: 1 }, [vote], facts);
}
