import type { DropReason } from '@pairwright/contract/drop-reasons';
import type { StepLabel } from '@pairwright/contract/judgment';
import type { CanonicalDetails } from './judgment/canonical.ts';
import type { ResolutionRecipe } from './resolution.ts';
import type { CountedJudgment, UnitRecipe } from './resolution-units.ts';

const stepLabels = ['right', 'wrong', 'neutral'] as const satisfies readonly StepLabel[];

export interface Step {
  /** Code points of the last message's content, end not included. */
  readonly start: number;
  readonly end: number;
  readonly label: StepLabel;
}

/** A judgment of one response alone that counts, or a decision about one. */
export interface SingleJudgment {
  readonly outcome: CountedJudgment['outcome'];
  readonly ratings: readonly { readonly key: string; readonly value: number }[];
  readonly steps: readonly Step[];
  /** Of a thumb; 1 unless given. Of steps and ratings nobody's accuracy is known: they weigh the same. */
  readonly weight?: number;
}

/** A judgment or decision as it is stored, as one of a single response. */
export function toSingle({
  outcome,
  details,
}: Pick<CountedJudgment, 'outcome'> & {
  readonly details?: Pick<CanonicalDetails, 'ratings' | 'steps'> | null | undefined;
}): SingleJudgment {
  return { outcome, ratings: details?.ratings ?? [], steps: details?.steps ?? [] };
}

/** What people say of one step, each with the same weight. */
export interface StepTally extends Record<StepLabel, number> {
  /** As the first of them cut the text. */
  readonly start: number;
  readonly end: number;
  /** All of them cut the text alike here. */
  readonly alike: boolean;
}

export interface RatingTally {
  readonly key: string;
  readonly mean: number;
  readonly votes: number;
}

/** What the judgments of one response alone say. */
export interface SingleTally {
  /** Which of it tells: thumbs; without thumbs, steps; without either, ratings. Null: nothing of these. */
  readonly kind: 'label' | 'steps' | 'ratings' | null;
  /** By weight. */
  readonly up: number;
  readonly down: number;
  /** How many judged steps. */
  readonly stepped: number;
  /** Each place that more than half of them judged, in order. */
  readonly steps: readonly StepTally[];
  /** By key. */
  readonly ratings: readonly RatingTally[];
}

/** Counts what is said; the one count behind the label of a comparison and behind the rows of datasets. */
export function tallySingle(judgments: readonly SingleJudgment[]): SingleTally {
  const able = judgments.filter(({ outcome }) => outcome !== 'cannot_judge');
  const up = weigh(able.filter(({ outcome }) => outcome === 'thumbs_up'));
  const down = weigh(able.filter(({ outcome }) => outcome === 'thumbs_down'));
  const stepped = able.filter(({ outcome }) => outcome === 'steps');
  const ratings = tallyRatings(able);
  return {
    kind: up + down > 0 ? 'label' : stepped.length > 0 ? 'steps' : ratings.length > 0 ? 'ratings' : null,
    up,
    down,
    stepped: stepped.length,
    steps: tallySteps(stepped),
    ratings,
  };
}

function weigh(judgments: readonly SingleJudgment[]): number {
  return judgments.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

function tallySteps(judged: readonly SingleJudgment[]): StepTally[] {
  const steps: StepTally[] = [];
  for (let place = 0; ; place += 1) {
    const here = judged.flatMap((one) => one.steps[place] ?? []);
    const [first] = here;
    if (first === undefined || here.length * 2 <= judged.length) return steps;
    const votes = (label: StepLabel): number => here.filter((step) => step.label === label).length;
    steps.push({
      start: first.start,
      end: first.end,
      right: votes('right'),
      wrong: votes('wrong'),
      neutral: votes('neutral'),
      alike: here.every(({ start, end }) => start === first.start && end === first.end),
    });
  }
}

function tallyRatings(judged: readonly SingleJudgment[]): RatingTally[] {
  const sums = new Map<string, { sum: number; votes: number }>();
  for (const { key, value } of judged.flatMap(({ ratings }) => ratings)) {
    const before = sums.get(key) ?? { sum: 0, votes: 0 };
    sums.set(key, { sum: before.sum + value, votes: before.votes + 1 });
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { sum, votes }]) => ({ key, mean: sum / votes, votes }));
}

/** How many judged a step. */
export function answersOf({ right, wrong, neutral }: Record<StepLabel, number>): number {
  return right + wrong + neutral;
}

/** The label that more give a step than any other; null where two lead, and where people cut the text differently there. */
export function leadingLabel(step: Omit<StepTally, 'start' | 'end'>): StepLabel | null {
  const [leader, next] = stepLabels
    .map((label) => ({ label, votes: step[label] }))
    .sort((one, other) => other.votes - one.votes);
  return !step.alike || leader === undefined || leader.votes === next?.votes ? null : leader.label;
}

export type SingleRow =
  | { readonly kind: 'label'; readonly good: boolean }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** By key; means on the question's own scale. */
  | { readonly kind: 'ratings'; readonly ratings: readonly RatingTally[] };

export interface SingleFacts {
  readonly flagged: boolean;
  readonly textMissing: boolean;
  readonly blank: boolean;
}

export interface JudgedSingle {
  /** Those that count. */
  readonly judgments: readonly SingleJudgment[];
  /** What reviewers decided and holds. */
  readonly decision: SingleJudgment | null;
  readonly facts: SingleFacts;
}

export interface ResolvedSingle {
  readonly row: SingleRow;
  /** Share of the ballots for the label, or the least of its steps, 0..1; null of ratings. */
  readonly agreement: number | null;
}

type SingleRecipe = Pick<ResolutionRecipe, 'minJudgments' | 'majority' | 'dropFlagged'> &
  Pick<UnitRecipe, 'adjudicated'>;

/**
 * What the judgments of one response alone come to, thumbs by their weight, or why to nothing. How many are enough does not go by weight. The first that applies:
 * `flagged` (with `dropFlagged`), `too_few_judgments`, `cannot_judge`, both as of `resolve`; `text_missing`; `empty_chosen`
 * (the response is blank). Then what `tallySingle` says tells: thumbs are a label, by `majority`, a draw being `no_majority`.
 * Steps: of each place the leading label by `majority`; `no_majority` where none leads. Ratings: the mean of each.
 * `no_preference`: nothing of these. With `adjudicated: prefer` a decision of reviewers goes before the judgments as if it were
 * the one judgment there is, whatever the recipe asks of votes.
 */
export function resolveSingle(recipe: SingleRecipe, given: JudgedSingle): ResolvedSingle | DropReason {
  const { decision, facts } = given;
  const decided = recipe.adjudicated === 'prefer' && decision !== null;
  const judgments = decided ? [decision] : given.judgments;
  const least = decided ? 1 : recipe.minJudgments;
  if (recipe.dropFlagged && facts.flagged) return 'flagged';
  if (judgments.length < least) return 'too_few_judgments';
  if (judgments.filter(({ outcome }) => outcome !== 'cannot_judge').length < least) return 'cannot_judge';
  if (facts.textMissing) return 'text_missing';
  if (facts.blank) return 'empty_chosen';
  const tally = tallySingle(judgments);
  switch (tally.kind) {
    case 'label':
      return labelOf(recipe, tally);
    case 'steps':
      return stepsOf(recipe, tally);
    case 'ratings':
      return { row: { kind: 'ratings', ratings: tally.ratings }, agreement: null };
    case null:
      return 'no_preference';
  }
}

export interface SingleVote {
  /** By place in the given judgments; null: there are none. */
  readonly judgment: number | null;
  readonly found: ResolvedSingle | DropReason;
  /** Agreement of all judgments on what this one says, as `ResolvedSingle` has it; null of ratings, and where it is no row. */
  readonly shared: number | null;
}

/**
 * One response judged alone where every vote is a row: a unit for each judgment, else one. The judgments together decide whether
 * they are enough, as `resolveSingle` has it; then each is resolved by itself.
 */
export function singleVotes(
  recipe: SingleRecipe,
  { judgments, facts }: Omit<JudgedSingle, 'decision'>,
): SingleVote[] {
  const { minJudgments, dropFlagged } = recipe;
  const able = judgments.filter(({ outcome }) => outcome !== 'cannot_judge').length;
  const fault =
    dropFlagged && facts.flagged
      ? 'flagged'
      : judgments.length < minJudgments
        ? 'too_few_judgments'
        : able < minJudgments
          ? 'cannot_judge'
          : null;
  if (judgments.length === 0) return [{ judgment: null, found: fault ?? 'too_few_judgments', shared: null }];
  const alone: SingleRecipe = { ...recipe, minJudgments: 1, adjudicated: 'ignore' };
  const all = tallySingle(judgments);
  return judgments.map((one, judgment) => {
    const found = fault ?? resolveSingle(alone, { judgments: [one], decision: null, facts });
    return { judgment, found, shared: typeof found === 'string' ? null : sharedOn(found.row.kind, all) };
  });
}

function sharedOn(kind: SingleRow['kind'], { up, down, steps }: SingleTally): number | null {
  if (kind === 'label') return Math.max(up, down) / (up + down);
  if (kind === 'ratings' || steps.length === 0) return null;
  return Math.min(...steps.map((step) => Math.max(step.right, step.wrong, step.neutral) / answersOf(step)));
}

function labelOf({ majority }: SingleRecipe, { up, down }: SingleTally): ResolvedSingle | DropReason {
  const leader = Math.max(up, down);
  if (up === down || !isEnough(majority, leader, up + down)) return 'no_majority';
  return { row: { kind: 'label', good: up > down }, agreement: leader / (up + down) };
}

function isEnough(majority: ResolutionRecipe['majority'], leader: number, total: number): boolean {
  return { simple: true, absolute: leader * 2 > total, unanimous: leader === total }[majority];
}

function stepsOf({ majority }: SingleRecipe, tally: SingleTally): ResolvedSingle | DropReason {
  const steps: Step[] = [];
  let agreement = 1;
  for (const step of tally.steps) {
    const label = leadingLabel(step);
    if (label === null || !isEnough(majority, step[label], answersOf(step))) return 'no_majority';
    steps.push({ start: step.start, end: step.end, label });
    agreement = Math.min(agreement, step[label] / answersOf(step));
  }
  return steps.length === 0 ? 'no_majority' : { row: { kind: 'steps', steps }, agreement };
}
