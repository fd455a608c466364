import type { Resolution } from '@pairwright/contract/resolutions';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { strengthOf } from '../comparisons/answer-words.ts';

/** A label in words with the models' names. */
export function resultWords(
  { result, winner, strength }: Pick<Resolution, 'result' | 'winner' | 'strength'>,
  models: readonly string[],
  t: Translate,
): string {
  if (result !== 'winner') return t(`console-review.result_${result}`);
  const model = models[winner ?? 0] ?? '';
  return strength === null
    ? t('console-review.result_winner', { model })
    : t('console-review.result_winner_strength', { model, strength: strengthOf(strength) });
}
