import type { MainQuestion } from '@pairwright/contract/question-form';
import { hashText, seededRandom } from './random.ts';

/** How the responses of one prompt become comparisons: of two, of up to `size`, or of one. */
export type PairingPlan =
  | { readonly plan: 'all_pairs' }
  | { readonly plan: 'against_baseline'; readonly model: string }
  | { readonly plan: 'random_k'; readonly k: number; readonly seed: number }
  | { readonly plan: 'groups'; readonly size: number; readonly seed: number }
  | { readonly plan: 'singles' };

export type PlanName = PairingPlan['plan'];

/** The plans that make comparisons a question of this kind can be asked of; the first is the usual one. */
export const plansOf: Readonly<Record<MainQuestion['kind'], readonly PlanName[]>> = {
  pair: ['all_pairs', 'against_baseline', 'random_k'],
  rank: ['groups'],
  single: ['singles'],
};

/** The most responses a comparison can have. */
export const largestGroup = 9;

/** How many responses a row needs at least for the plan to make anything of it. */
export function fewestResponses(plan: PairingPlan): 1 | 2 {
  return plan.plan === 'singles' ? 1 : 2;
}

/** A response as the plan sees it: `text` (or its hash) decides whether two are identical. */
export interface PairingResponse {
  readonly model: string;
  readonly text: string;
}

/** Indexes into the responses that are one comparison, ascending. */
export type IndexGroup = readonly number[];

export interface PairingResult {
  readonly comparisons: readonly IndexGroup[];
  /** Pairs of equal texts (pair plans), or responses whose text another one has (groups and singles): they are left out. */
  readonly identical: number;
  /** True when the plan names a baseline and no response of this prompt comes from it: then there are no comparisons. */
  readonly baselineMissing: boolean;
}

type PairPlan = Extract<PairingPlan, { plan: 'all_pairs' | 'against_baseline' | 'random_k' }>;

function candidates(plan: PairPlan, models: readonly string[]): IndexGroup[] {
  const pairs: IndexGroup[] = [];
  for (let first = 0; first < models.length; first++) {
    for (let second = first + 1; second < models.length; second++) {
      const wanted =
        plan.plan !== 'against_baseline' ||
        (models[first] === plan.model) !== (models[second] === plan.model);
      if (wanted) pairs.push([first, second]);
    }
  }
  return pairs;
}

/** The first `count` items are drawn to the front, each equally likely, by a seed and the prompt. */
function drawToFront(
  items: number[],
  count: number,
  { seed, rowKey }: { seed: number; rowKey: string },
): void {
  const random = seededRandom(hashText(rowKey, seed));
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (items.length - index));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
}

/** The k pairs of a seeded draw without repetition, put back in their own order. */
function draw(pairs: readonly IndexGroup[], plan: { k: number; seed: number }, rowKey: string): IndexGroup[] {
  if (pairs.length <= plan.k) return [...pairs];
  const order = pairs.map((_, index) => index);
  drawToFront(order, plan.k, { seed: plan.seed, rowKey });
  return order
    .slice(0, plan.k)
    .sort((a, b) => a - b)
    .map((index) => pairs[index]!);
}

/** One response of each text, by model name and text: of equal texts the one whose model name comes first is kept. */
function withoutRepeats(responses: readonly PairingResponse[]): number[] {
  const order = responses.map((_, index) => index);
  order.sort((a, b) => {
    const [one, other] = [responses[a]!, responses[b]!];
    return compareTexts(one.model, other.model) || compareTexts(one.text, other.text);
  });
  const seen = new Set<string>();
  return order.filter((index) => {
    const { text } = responses[index]!;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * All of the responses while they fit into one group; else they are shuffled by the seed and dealt into as few groups as
 * possible, of nearly equal size, each response into one. In whatever order a file has them, the groups are the same.
 */
function groups(responses: readonly PairingResponse[], plan: GroupPlan, rowKey: string): PairingResult {
  const kept = withoutRepeats(responses);
  const result = { identical: responses.length - kept.length, baselineMissing: false };
  if (kept.length < 2) return { comparisons: [], ...result };
  const count = Math.ceil(kept.length / plan.size);
  if (count > 1) drawToFront(kept, kept.length - 1, { seed: plan.seed, rowKey });
  const comparisons = Array.from({ length: count }, (_, group) =>
    kept.filter((_item, place) => place % count === group).sort((a, b) => a - b),
  );
  return { comparisons, ...result };
}

type GroupPlan = Extract<PairingPlan, { plan: 'groups' }>;

function singles(responses: readonly PairingResponse[]): PairingResult {
  const kept = withoutRepeats(responses).sort((a, b) => a - b);
  return {
    comparisons: kept.map((index) => [index]),
    identical: responses.length - kept.length,
    baselineMissing: false,
  };
}

/**
 * The comparisons of one prompt under a plan. Identical texts are left out before anything is drawn. `rowKey` (the
 * prompt's text or its hash) makes the draw differ between prompts and repeat for the same prompt, plan and responses.
 * Against a baseline, two samples of the baseline model are not paired.
 */
export function planComparisons(
  plan: PairingPlan,
  responses: readonly PairingResponse[],
  rowKey: string,
): PairingResult {
  if (plan.plan === 'groups') return groups(responses, plan, rowKey);
  if (plan.plan === 'singles') return singles(responses);
  const all = candidates(
    plan,
    responses.map((response) => response.model),
  );
  const different = all.filter(([first, second]) => responses[first!]!.text !== responses[second!]!.text);
  return {
    comparisons: plan.plan === 'random_k' ? draw(different, plan, rowKey) : different,
    identical: all.length - different.length,
    baselineMissing:
      plan.plan === 'against_baseline' && !responses.some((response) => response.model === plan.model),
  };
}

/** How many comparisons a plan makes of one prompt whose responses come from these models, all texts being different. */
export function countComparisons(plan: PairingPlan, models: readonly string[]): number {
  if (plan.plan === 'groups') return models.length < 2 ? 0 : Math.ceil(models.length / plan.size);
  if (plan.plan === 'singles') return models.length;
  const all = candidates(plan, models).length;
  return plan.plan === 'random_k' ? Math.min(plan.k, all) : all;
}
