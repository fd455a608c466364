import type { Recipe, UnitKind } from '@pairwright/contract/datasets';
import type { DiffSide } from '@pairwright/contract/version-diff';
import type { WhyUnit } from '@pairwright/contract/version-why';
import { leadingShareOf } from '@pairwright/domain/resolution';
import { tallySingle, toSingle } from '@pairwright/domain/resolution-single';
import { type CountedJudgment, voteFor, votesFor } from '@pairwright/domain/resolution-units';
import { type Choice, valueOf } from '@pairwright/domain/versions/recipe-changes';
import { ofVotes, type RecipeStep, recipeSteps, walkSteps } from '@pairwright/domain/versions/recipe-steps';
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
  /** Votes weighed differently. */
  readonly isWeighed: boolean;
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
  const saidBy = (judgment: string | null): Said => ({
    ballots: pair === null ? null : tellBallots(of, pair, judgment),
    single: source === 'single' ? tellSingle(of, judgment) : null,
  });
  const { ballots, single } = saidBy(voted);
  const told: Told = {
    ballots,
    single,
    whole: saidBy(null),
    abstains: voted !== null && (single ?? ballots)?.cannot_judge === 1,
  };
  const decided =
    of.recipe.adjudicated === 'prefer' &&
    of.decision !== null &&
    ((source === 'single' && of.recipe.singles === 'include') ||
      (pair !== null && voteFor(of.decision, { first: pair[0], second: pair[1] }, count) !== null));
  const steps = walkSteps(recipeSteps(of.recipe, source), { dropped: unit.dropped, isDecided: decided });
  return {
    rowId,
    source,
    first,
    second,
    row: side === undefined || unit.ordinal === null ? null : { ...side, ordinal: unit.ordinal },
    dropped: unit.dropped,
    ballots,
    single,
    leading: leadingShare(told),
    decided,
    steps: steps.map(({ state, ...step }) => ({
      reason: step.reason,
      state,
      choice: step.choice,
      wanted: step.choice === null ? null : wantedBy(of.recipe, step.choice),
      found:
        state === 'not_reached' || (decided && ofVotes.includes(step.reason))
          ? null
          : foundFor(step, of, { told, side }),
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
  { recipe, votes, content }: UnitSource,
  [first, second]: readonly [number, number],
  voted: string | null,
) {
  const ballots: Ballots = { first: 0, second: 0, tie: 0, both_bad: 0, cannot_judge: 0 };
  const counted = votes
    .filter(({ judgmentId }) => voted === null || judgmentId === voted)
    .filter(({ outcome }) => outcome !== 'ranking' || recipe.rankings !== 'leave_out')
    .map(({ onCriterion, ...vote }) =>
      onCriterion === null ? vote : { ...onCriterion, ranks: null },
    ) as readonly CountedJudgment[];
  for (const { outcome, strength } of votesFor(counted, { first, second }, content.responseIds.length)) {
    if (outcome === 'preference') ballots[(strength ?? 0) < 0 ? 'first' : 'second'] += 1;
    else ballots[outcome] += 1;
  }
  return ballots;
}

type Said = Pick<WhyUnit, 'ballots' | 'single'>;

/** What the votes say of the unit, or one of them where every vote is a row. */
interface Told extends Said {
  /** What all of them say, who decide together whether they are enough and agree enough. */
  readonly whole: Said;
  /** It is one vote, and says nothing: how many others there are does not help. */
  readonly abstains: boolean;
}

/** What the votes say of the one response; one of them where every vote is a row. */
function tellSingle({ votes: all }: UnitSource, voted: string | null): NonNullable<WhyUnit['single']> {
  const votes = all.filter(({ judgmentId }) => voted === null || judgmentId === voted);
  const { kind, up, down, steps, ratings } = tallySingle((votes as readonly CountedSingle[]).map(toSingle));
  return {
    kind,
    up,
    down,
    cannot_judge: votes.filter(({ outcome }) => outcome === 'cannot_judge').length,
    steps: steps.map(({ start, end, right, wrong, neutral }) => ({ start, end, right, wrong, neutral })),
    ratings: [...ratings],
  };
}

/** Whether the row is one vote of several, whose agreement is its own. */
function isVote({ aggregation }: Recipe, { ballots, single }: Said): boolean {
  return aggregation === 'each_vote' && (ballots !== null || single !== null);
}

type CountedSingle = StoredVote & Pick<CountedJudgment, 'outcome'>;

function leadingShare({ ballots, single }: Said): number | null {
  if (single !== null) return leadingOfSingle(single);
  if (ballots === null) return null;
  const { cannot_judge: _abstained, ...answers } = ballots;
  return shareOf(Object.values(answers));
}

function leadingOfSingle({ kind, up, down, steps }: NonNullable<Told['single']>): number | null {
  if (kind === 'label') return shareOf([up, down]);
  if (kind !== 'steps' || steps.length === 0) return null;
  return Math.min(...steps.map(({ right, wrong, neutral }) => shareOf([right, wrong, neutral]) ?? 0));
}

function shareOf(answers: readonly number[]): number | null {
  const total = answers.reduce((sum, n) => sum + n, 0);
  return total === 0 ? null : Math.max(...answers) / total;
}

/** How many votes there are, and how many of them abstain; null of what no votes are counted for. */
function countsOf({ ballots, single }: Said, { votes }: UnitSource) {
  if (single !== null) return { total: votes.length, abstained: single.cannot_judge };
  if (ballots === null) return null;
  return { total: Object.values(ballots).reduce((sum, n) => sum + n, 0), abstained: ballots.cannot_judge };
}

/** The share that the recipe goes by; null where votes weigh differently: what each weighed then is not stored. */
function askedShare({ recipe, isWeighed }: UnitSource, said: Said): number | null {
  if (isWeighed) return null;
  return said.ballots === null ? leadingShare(said) : leadingShareOf(recipe, said.ballots);
}

function wantedBy(recipe: Recipe, choice: Choice): unknown {
  const { filters } = recipe;
  if (choice === 'filters.leastCharacters' || choice === 'filters.mostCharacters')
    return [filters.leastCharacters, filters.mostCharacters];
  return valueOf(recipe, choice);
}

function foundFor(
  { reason }: RecipeStep,
  of: UnitSource,
  { told, side }: { told: Told; side: DiffSide | undefined },
): unknown {
  const { content, models, recipe } = of;
  const counts = countsOf(told.whole, of);
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
      return counts?.total ?? null;
    case 'cannot_judge':
      return counts === null || told.abstains ? null : counts.total - counts.abstained;
    case 'no_majority':
      return askedShare(of, told);
    case 'low_agreement':
      return side === undefined || isVote(recipe, told) ? askedShare(of, told.whole) : side.agreement;
    default:
      return null;
  }
}
