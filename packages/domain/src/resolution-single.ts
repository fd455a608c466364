import type { DropReason } from '@pairwright/contract/drop-reasons';
import type { ResolutionRecipe } from './resolution.ts';

const stepLabels = ['right', 'wrong', 'neutral'] as const;
export type StepLabel = (typeof stepLabels)[number];

export interface Step {
  /** Code points of the last message's content, end not included. */
  readonly start: number;
  readonly end: number;
  readonly label: StepLabel;
}

/** A judgment that counts about one response alone. */
export interface SingleJudgment {
  readonly outcome: 'thumbs_up' | 'thumbs_down' | 'rated' | 'steps' | 'cannot_judge';
  readonly ratings: readonly { readonly key: string; readonly value: number }[];
  readonly steps: readonly Step[];
}

export type SingleRow =
  | { readonly kind: 'label'; readonly good: boolean }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** By key; means on the question's own scale. */
  | {
      readonly kind: 'ratings';
      readonly ratings: readonly { readonly key: string; readonly mean: number; readonly votes: number }[];
    };

export interface SingleFacts {
  readonly flagged: boolean;
  readonly textMissing: boolean;
  readonly blank: boolean;
}

export interface ResolvedSingle {
  readonly row: SingleRow;
  /** Share of the ballots for the label, or the least of its steps, 0..1; null of ratings. */
  readonly agreement: number | null;
}

/**
 * What the judgments of one response alone come to, every one with the same weight, or why to nothing. The first that applies:
 * `flagged` (with `dropFlagged`), `too_few_judgments`, `cannot_judge`, both as of `resolve`; `text_missing`; `empty_chosen`
 * (the response is blank). Then thumbs are a label, by `majority`, a draw being `no_majority`. Without thumbs, steps: of each
 * place that more than half of those who judged steps have, the label with most votes by `majority`; `no_majority` where two
 * lead or people cut the text differently there. Without either, the mean of each rating. `no_preference`: nothing of these.
 */
export function resolveSingle(
  recipe: Pick<ResolutionRecipe, 'minJudgments' | 'majority' | 'dropFlagged'>,
  judgments: readonly SingleJudgment[],
  facts: SingleFacts,
): ResolvedSingle | DropReason {
  const able = judgments.filter(({ outcome }) => outcome !== 'cannot_judge');
  if (recipe.dropFlagged && facts.flagged) return 'flagged';
  if (judgments.length < recipe.minJudgments) return 'too_few_judgments';
  if (able.length < recipe.minJudgments) return 'cannot_judge';
  if (facts.textMissing) return 'text_missing';
  if (facts.blank) return 'empty_chosen';
  const thumbs = able.filter(({ outcome }) => outcome === 'thumbs_up' || outcome === 'thumbs_down');
  if (thumbs.length > 0) return labelOf(recipe, thumbs);
  const stepped = able.filter(({ outcome }) => outcome === 'steps');
  if (stepped.length > 0) return stepsOf(recipe, stepped);
  return ratingsOf(able);
}

function labelOf(
  { majority }: Pick<ResolutionRecipe, 'majority'>,
  thumbs: readonly SingleJudgment[],
): ResolvedSingle | DropReason {
  const up = thumbs.filter(({ outcome }) => outcome === 'thumbs_up').length;
  const down = thumbs.length - up;
  if (up === down || !isEnough(majority, Math.max(up, down), thumbs.length)) return 'no_majority';
  return { row: { kind: 'label', good: up > down }, agreement: Math.max(up, down) / thumbs.length };
}

function isEnough(majority: ResolutionRecipe['majority'], leader: number, total: number): boolean {
  return { simple: true, absolute: leader * 2 > total, unanimous: leader === total }[majority];
}

function stepsOf(
  { majority }: Pick<ResolutionRecipe, 'majority'>,
  judged: readonly SingleJudgment[],
): ResolvedSingle | DropReason {
  const steps: Step[] = [];
  let agreement = 1;
  for (let place = 0; ; place += 1) {
    const here = judged.flatMap((one) => one.steps[place] ?? []);
    const [first] = here;
    if (first === undefined || here.length * 2 <= judged.length) break;
    if (here.some(({ start, end }) => start !== first.start || end !== first.end)) return 'no_majority';
    const [leader, next] = stepLabels
      .map((label) => ({ label, votes: here.filter((step) => step.label === label).length }))
      .sort((one, other) => other.votes - one.votes);
    if (leader === undefined || leader.votes === next?.votes) return 'no_majority';
    if (!isEnough(majority, leader.votes, here.length)) return 'no_majority';
    steps.push({ start: first.start, end: first.end, label: leader.label });
    agreement = Math.min(agreement, leader.votes / here.length);
  }
  return steps.length === 0 ? 'no_majority' : { row: { kind: 'steps', steps }, agreement };
}

function ratingsOf(judged: readonly SingleJudgment[]): ResolvedSingle | DropReason {
  const sums = new Map<string, { sum: number; votes: number }>();
  for (const { key, value } of judged.flatMap(({ ratings }) => ratings)) {
    const before = sums.get(key) ?? { sum: 0, votes: 0 };
    sums.set(key, { sum: before.sum + value, votes: before.votes + 1 });
  }
  if (sums.size === 0) return 'no_preference';
  const ratings = [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { sum, votes }]) => ({ key, mean: sum / votes, votes }));
  return { row: { kind: 'ratings', ratings }, agreement: null };
}
