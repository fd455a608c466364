import type { Recipe, UnitKind } from '@pairwright/contract/datasets';
import type { DiffSide } from '@pairwright/contract/version-diff';
import type { WhyUnit } from '@pairwright/contract/version-why';
import { type CountedJudgment, voteFor, votesFor } from '@pairwright/domain/resolution-units';
import { type Choice, valueOf } from '@pairwright/domain/versions/recipe-changes';
import { type RecipeStep, recipeSteps, walkSteps } from '@pairwright/domain/versions/recipe-steps';
import { readRowId } from '@pairwright/domain/versions/row-id';
import type { Content, StoredUnit, StoredVote } from './why.queries.ts';

export interface UnitSource {
  readonly recipe: Recipe;
  readonly comparisonId: string;
  readonly content: Content;
  readonly models: readonly string[];
  /** Those that count. */
  readonly votes: readonly StoredVote[];
  readonly decision: CountedJudgment | null;
  /** By ordinal. */
  readonly sides: ReadonlyMap<number, DiffSide>;
}

/** A stored unit with what was said of it and its way through the recipe. */
export function explainUnit(unit: StoredUnit, of: UnitSource): WhyUnit {
  const rowId = `${of.comparisonId}${unit.suffix}`;
  const read = readRowId(rowId);
  const count = of.content.responseIds.length;
  const source = unit.source ?? kindOf(read?.rewriteOver ?? null, count);
  const side = unit.ordinal === null ? undefined : of.sides.get(unit.ordinal);
  const pair = source === 'pair' ? ([0, 1] as const) : (read?.pair ?? null);
  const [first, second] = pair === null ? [null, read?.rewriteOver ?? null] : pair;
  const voted = read?.judgmentId ?? null;
  const told = pair === null ? null : tellBallots(of, pair, voted);
  const decided =
    of.recipe.adjudicated === 'prefer' &&
    of.decision !== null &&
    pair !== null &&
    voteFor(of.decision, { first: pair[0], second: pair[1] }, count) !== null;
  const steps = walkSteps(recipeSteps(of.recipe, source), { dropped: unit.dropped, isDecided: decided });
  return {
    rowId,
    source,
    first,
    second,
    row: side === undefined || unit.ordinal === null ? null : { ...side, ordinal: unit.ordinal },
    dropped: unit.dropped,
    ballots: told,
    leading: leadingShare(told),
    decided,
    steps: steps.map(({ state, ...step }) => ({
      reason: step.reason,
      state,
      choice: step.choice,
      wanted: step.choice === null ? null : wantedBy(of.recipe, step.choice),
      found: state === 'not_reached' ? null : foundFor(step, of, { ballots: told, side }),
    })),
  };
}

function kindOf(rewriteOver: number | null, responses: number): UnitKind {
  if (rewriteOver !== null) return 'rewrite';
  return responses === 1 ? 'single' : responses === 2 ? 'pair' : 'ranking';
}

type Ballots = NonNullable<WhyUnit['ballots']>;

/** What the votes say of two responses; of one vote where every vote is a row. */
function tellBallots(
  { votes, content }: UnitSource,
  [first, second]: readonly [number, number],
  voted: string | null,
) {
  const ballots: Ballots = { first: 0, second: 0, tie: 0, both_bad: 0, cannot_judge: 0 };
  const counted = votes.filter(
    ({ judgmentId }) => voted === null || judgmentId === voted,
  ) as readonly CountedJudgment[];
  for (const { outcome, strength } of votesFor(counted, { first, second }, content.responseIds.length)) {
    if (outcome === 'preference') ballots[(strength ?? 0) < 0 ? 'first' : 'second'] += 1;
    else ballots[outcome] += 1;
  }
  return ballots;
}

function leadingShare(ballots: Ballots | null): number | null {
  if (ballots === null) return null;
  const { cannot_judge: _abstained, ...answers } = ballots;
  const all = Object.values(answers);
  const total = all.reduce((sum, n) => sum + n, 0);
  return total === 0 ? null : Math.max(...all) / total;
}

function wantedBy(recipe: Recipe, choice: Choice): unknown {
  const { filters } = recipe;
  if (choice === 'filters.leastCharacters' || choice === 'filters.mostCharacters')
    return [filters.leastCharacters, filters.mostCharacters];
  return valueOf(recipe, choice);
}

function foundFor(
  { reason }: RecipeStep,
  { content, models }: UnitSource,
  { ballots, side }: { ballots: Ballots | null; side: DiffSide | undefined },
): unknown {
  const total = ballots === null ? null : Object.values(ballots).reduce((sum, n) => sum + n, 0);
  switch (reason) {
    case 'other_batch':
      return content.origin.batch;
    case 'other_round':
      return content.origin.round;
    case 'other_language':
      return content.prompt.language;
    case 'other_category':
      return content.prompt.category;
    case 'other_source':
      return content.prompt.source;
    case 'other_tag':
      return content.prompt.tags;
    case 'other_model':
      return models;
    case 'other_length':
      return content.longest;
    case 'too_few_judgments':
      return total;
    case 'cannot_judge':
      return total === null || ballots === null ? null : total - ballots.cannot_judge;
    case 'no_majority':
      return leadingShare(ballots);
    case 'low_agreement':
      return side === undefined ? leadingShare(ballots) : side.agreement;
    default:
      return null;
  }
}
