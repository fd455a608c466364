import type { Translate } from '../../../i18n/use-i18n.ts';

export const pairOutcomes = ['preference', 'tie', 'both_bad', 'cannot_judge'] as const;
const otherOutcomes = ['ranking', 'thumbs_up', 'thumbs_down', 'rated', 'steps'] as const;
export const storedOutcomes = [...pairOutcomes, ...otherOutcomes];

/** What a judgment came to, in a word. */
export function outcomeText(outcome: (typeof storedOutcomes)[number], t: Translate): string {
  const ofPair = pairOutcomes.find((known) => known === outcome);
  if (ofPair !== undefined) return t(`console-projects.outcome_${ofPair}`);
  const other = otherOutcomes.find((known) => known === outcome) ?? 'ranking';
  return t(`console-question.outcome_${other}`);
}
