import { hashText, seededRandom } from './random.ts';

/** How the responses of one prompt become comparisons of two. */
export type PairingPlan =
  | { readonly plan: 'all_pairs' }
  | { readonly plan: 'against_baseline'; readonly model: string }
  | { readonly plan: 'random_k'; readonly k: number; readonly seed: number };

/** A response as the plan sees it: `text` (or its hash) decides whether two are identical. */
export interface PairingResponse {
  readonly model: string;
  readonly text: string;
}

/** Two indexes into the responses, the lower first: the canonical order of the comparison. */
export type IndexPair = readonly [first: number, second: number];

export interface PairingResult {
  readonly pairs: readonly IndexPair[];
  /** Pairs left out because both texts are equal. */
  readonly identical: number;
  /** True when the plan names a baseline and no response of this prompt comes from it: then there are no pairs. */
  readonly baselineMissing: boolean;
}

function candidates(plan: PairingPlan, models: readonly string[]): IndexPair[] {
  const pairs: IndexPair[] = [];
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

/** The k pairs of a seeded draw without repetition, put back in their own order. */
function draw(pairs: readonly IndexPair[], plan: { k: number; seed: number }, rowKey: string): IndexPair[] {
  if (pairs.length <= plan.k) return [...pairs];
  const random = seededRandom(hashText(rowKey, plan.seed));
  const order = pairs.map((_, index) => index);
  for (let index = 0; index < plan.k; index++) {
    const other = index + Math.floor(random() * (order.length - index));
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order
    .slice(0, plan.k)
    .sort((a, b) => a - b)
    .map((index) => pairs[index]!);
}

/**
 * The comparisons of one prompt under a plan. Identical texts are left out before `random_k` draws.
 * `rowKey` (the prompt's text or its hash) makes the draw differ between prompts and repeat for the
 * same prompt, plan and responses. Against a baseline, two samples of the baseline model are not paired.
 */
export function planPairs(
  plan: PairingPlan,
  responses: readonly PairingResponse[],
  rowKey: string,
): PairingResult {
  const all = candidates(
    plan,
    responses.map((response) => response.model),
  );
  const different = all.filter(([first, second]) => responses[first]!.text !== responses[second]!.text);
  return {
    pairs: plan.plan === 'random_k' ? draw(different, plan, rowKey) : different,
    identical: all.length - different.length,
    baselineMissing:
      plan.plan === 'against_baseline' && !responses.some((response) => response.model === plan.model),
  };
}

/** How many comparisons a plan makes of one prompt whose responses come from these models, all texts being different. */
export function countPairs(plan: PairingPlan, models: readonly string[]): number {
  const all = candidates(plan, models).length;
  return plan.plan === 'random_k' ? Math.min(plan.k, all) : all;
}
