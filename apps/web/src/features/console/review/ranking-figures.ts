import type { RankingLabel } from '@pairwright/contract/ranking-label';
import type { useSpeaker } from '../projects/form/FormFacts.tsx';
import type { Figure } from '../shared/Figures.tsx';

type Speaker = Pick<ReturnType<typeof useSpeaker>, 't' | 'formats'>;

/** What rankings of several responses come to: their consensus, and how often each was ranked best. */
export function rankingFigures(
  { places, contradicted, best }: RankingLabel,
  models: readonly string[],
  { t, formats }: Speaker,
): Figure[] {
  const nameOf = (index: number): string => models[index] ?? '';
  const order = places.map((place) => place.map(nameOf).join(' = ')).join(' > ');
  return [
    {
      label: t('console-review.consensus'),
      value:
        contradicted === 0
          ? order
          : t('console-review.consensus_circle', { order, majorities: contradicted }),
    },
    {
      label: t('console-review.shares'),
      value: formats.list(
        best.map(({ value, low, high }, index) =>
          t('console-review.ranked_best_of', {
            model: nameOf(index),
            share: formats.percent(value),
            low: formats.percent(low),
            high: formats.percent(high),
          }),
        ),
      ),
    },
  ];
}
