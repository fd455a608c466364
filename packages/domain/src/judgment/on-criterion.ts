import type { CountedJudgment } from '../resolution-units.ts';
import type { CanonicalDetails } from './canonical.ts';

/**
 * What a judgment says of a criterion, as if that had been the question: a preference or a tie; who says that it does not
 * apply abstains. Null: it does not answer it.
 */
export function onCriterion(
  criteria: CanonicalDetails['criteria'],
  criterion: string,
): Pick<CountedJudgment, 'outcome' | 'strength' | 'ranks'> | null {
  const answer = criteria.find(({ key }) => key === criterion);
  if (answer === undefined) return null;
  const { outcome, strength } = answer;
  return { outcome: outcome === 'not_applicable' ? 'cannot_judge' : outcome, strength, ranks: null };
}
