import type { DatasetHealth } from '@pairwright/contract/dataset-health';

/** Whether length, formatting, balance and contradictions are of labels, good or not, since no row says which of two is better. */
export function isOfLabels({
  preferences,
  baselines,
}: Pick<DatasetHealth, 'preferences' | 'baselines'>): boolean {
  return preferences === 0 && baselines.some(({ name }) => name === 'label_longer');
}

/** Findings that say something else of labels than of preferences. */
export const kindsOfLabels = ['contradictions', 'length', 'formatting', 'label_balance'] as const;
