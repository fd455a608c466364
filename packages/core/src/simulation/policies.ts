import type { RoutingPolicy } from '@pairwright/contract/routing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import type { Overlap } from '@pairwright/domain/overlap';

/** A way to hand out work, by the name it is compared under. */
export interface SimulatedPolicy {
  readonly name: string;
  readonly overlap: Overlap;
  readonly routing: RoutingPolicy;
}

/** What a policy is written as. */
export const policyForms = [
  'fixed:N (N judgments each)',
  'shared:PERCENT:N (one each, a share with N)',
  'adaptive:START:MOST (more where they differ)',
  'active[:UNIFORM[:N]] (drawn by what they tell, a share in percent uniformly, N judgments each; 15 and 1 if left out)',
] as const;

/** Reads `fixed:3`, `shared:15:3`, `adaptive:2:5` or `active:15`. Throws an Error that says what is known. */
export function readPolicy(text: string, accuracy: number): SimulatedPolicy {
  const [kind, ...numbers] = text.split(':');
  const [one, other] = numbers.map(Number);
  const whole = numbers.length > 0 && numbers.every((number) => /^\d+$/.test(number));
  if (whole && kind === 'fixed' && numbers.length === 1 && one! >= 1)
    return { name: text, overlap: { target: one!, shared: null }, routing: openPolicy };
  if (whole && kind === 'shared' && numbers.length === 2 && one! >= 1 && one! <= 100 && other! >= 2)
    return {
      name: text,
      overlap: { target: 1, shared: { percent: one!, judgments: other! } },
      routing: openPolicy,
    };
  if (whole && kind === 'adaptive' && numbers.length === 2 && one! >= 1 && other! > one! && other! <= 20)
    return {
      name: text,
      overlap: { target: one!, shared: null },
      routing: { ...openPolicy, adaptive: { most: other!, accuracy } },
    };
  if (kind === 'active' && /^(:\d+){0,2}$/.test(text.slice('active'.length))) {
    const [uniformPercent = 15, target = 1] = numbers.map(Number);
    if (uniformPercent >= 1 && uniformPercent <= 100 && target >= 1)
      return {
        name: text,
        overlap: { target, shared: null },
        routing: { ...openPolicy, active: { uniformPercent } },
      };
  }
  throw new Error(`There is no policy ${text}. Known: ${policyForms.join(', ')}.`);
}
