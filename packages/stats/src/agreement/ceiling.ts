import type { NotDefined } from '../not-defined.ts';
import { betaCdf } from '../numeric/beta.ts';

/** What agreement between people says about how right one of them is, and how right their majority. */
export interface HumanCeiling {
  /** How often one person's choice is the better answer, 0.5..1. */
  readonly accuracy: number | null;
  /** Kappa when both answers are as often the better one, 2a - 1. */
  readonly balancedKappa: number | null;
  readonly majorityOf3: number | null;
  readonly majorityOf5: number | null;
  readonly reason: NotDefined | null;
}

/**
 * The accuracy q = (1 + √(2a - 1)) / 2 that people must have to agree in a share a of pairs, a = q² + (1 - q)², on
 * two-way choices: no model can be seen to do better against single labels. It assumes that all are as able, all units
 * as hard and errors independent; where some units truly split, majorities stay more disputed than this says.
 *
 * Undefined below a = 1/2 (`below_chance`) and without a. Throws a RangeError outside 0..1.
 */
export function humanCeiling(pairwiseAgreement: number | null): HumanCeiling {
  if (pairwiseAgreement === null) return noCeiling('no_data');
  if (!(pairwiseAgreement >= 0 && pairwiseAgreement <= 1))
    throw new RangeError(`Agreement is a share from 0 to 1, not ${pairwiseAgreement}.`);
  const balancedKappa = 2 * pairwiseAgreement - 1;
  if (balancedKappa < 0) return noCeiling('below_chance');
  const accuracy = (1 + Math.sqrt(balancedKappa)) / 2;
  return {
    accuracy,
    balancedKappa,
    majorityOf3: majorityOfAlike(accuracy, 3),
    majorityOf5: majorityOfAlike(accuracy, 5),
    reason: null,
  };
}

/**
 * How often the majority of n independent voters of this accuracy is right; ties of an even n are decided by a coin,
 * which makes it as good as n - 1 (Condorcet 1785). n is a whole number from 1.
 */
export function majorityOfAlike(accuracy: number, n: number): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`A majority needs at least one voter, not ${n}.`);
  const needed = Math.ceil(n / 2);
  return betaCdf(accuracy, needed, needed);
}

function noCeiling(reason: NotDefined): HumanCeiling {
  return { accuracy: null, balancedKappa: null, majorityOf3: null, majorityOf5: null, reason };
}
