import type { RoutingPolicy } from '@pairwright/contract/routing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import type { Overlap } from '@pairwright/domain/overlap';

/** A way to hand out work, by the name it is compared under. */
export interface SimulatedPolicy {
  readonly name: string;
  readonly overlap: Overlap;
  readonly routing: RoutingPolicy;
  /** A tenth of the comparisons, of which the answer is known: whoever is surely too bad at them is paused. */
  readonly hasGold: boolean;
}

/** What a policy is written as. */
export const policyForms = [
  'fixed:N (N judgments each)',
  'shared:PERCENT:N (one each, a share with N)',
  'adaptive:START:MOST (more where they differ, by the accuracy said)',
  'learnt:START:MOST (the same by what is learnt of people on the way)',
  'active[:UNIFORM[:N]] (drawn by what they tell, a share in percent uniformly, N judgments each; 15 and 1 if left out)',
  'gold:PERCENT:BELOW[:N] (PERCENT of what is given has a known answer; who is surely right in less than BELOW percent is paused; N judgments each, 1 if left out)',
] as const;

/** Answers to gold comparisons before somebody may be paused. */
const GOLD_AT_LEAST = 5;

/** Reads `fixed:3`, `shared:15:3`, `adaptive:2:5`, `learnt:2:5`, `active:15` or `gold:10:70:3`. Throws an Error that says what is known. */
export function readPolicy(text: string, accuracy: number): SimulatedPolicy {
  const [kind, ...numbers] = text.split(':');
  const [one, other] = numbers.map(Number);
  const whole = numbers.length > 0 && numbers.every((number) => /^\d+$/.test(number));
  if (whole && kind === 'fixed' && numbers.length === 1 && one! >= 1)
    return { name: text, overlap: { target: one!, shared: null }, routing: openPolicy, hasGold: false };
  if (whole && kind === 'shared' && numbers.length === 2 && one! >= 1 && one! <= 100 && other! >= 2)
    return {
      name: text,
      overlap: { target: 1, shared: { percent: one!, judgments: other! } },
      routing: openPolicy,
      hasGold: false,
    };
  const grows = kind === 'adaptive' || kind === 'learnt';
  if (whole && grows && numbers.length === 2 && one! >= 1 && other! > one! && other! <= 20)
    return {
      name: text,
      overlap: { target: one!, shared: null },
      routing: {
        ...openPolicy,
        adaptive: { most: other!, accuracy, learnt: kind === 'learnt', spreadPercent: 50 },
      },
      hasGold: false,
    };
  if (kind === 'active' && /^(:\d+){0,2}$/.test(text.slice('active'.length))) {
    const [uniformPercent = 15, target = 1] = numbers.map(Number);
    if (uniformPercent >= 1 && uniformPercent <= 100 && target >= 1)
      return {
        name: text,
        overlap: { target, shared: null },
        routing: { ...openPolicy, active: { uniformPercent } },
        hasGold: false,
      };
  }
  if (whole && kind === 'gold') {
    const gold = readGold(numbers.map(Number));
    if (gold !== null) return { name: text, ...gold };
  }
  throw new Error(`There is no policy ${text}. Known: ${policyForms.join(', ')}.`);
}

/** Null where the numbers are not such a policy. */
function readGold([percent, belowPercent, target = 1, ...more]: readonly number[]) {
  if (percent === undefined || belowPercent === undefined || more.length > 0) return null;
  if (percent < 1 || percent > 50 || belowPercent < 1 || belowPercent > 100 || target < 1) return null;
  const rule = { action: 'pause', bound: 'upper', belowPercent, atLeast: GOLD_AT_LEAST } as const;
  return {
    overlap: { target, shared: null },
    routing: {
      ...openPolicy,
      gold: { percent, warmUp: { first: 0, gold: 0 }, exposures: 10_000, rules: [rule] },
    },
    hasGold: true,
  };
}
