import type { Recipe } from '@pairwright/contract/datasets';

/** Whether a recipe's margins are another number than the strength of the preference: on a scale of their own, sometimes negative. */
export function isOtherMargin({ includeMargin, margin }: Pick<Recipe, 'includeMargin' | 'margin'>): boolean {
  return includeMargin && margin !== 'strength';
}
