import type { Asked } from '@pairwright/domain/judgment/asked';
import { precisionWeightedMean } from '@pairwright/stats/labels/precision-weighted-mean';
import type { RatingWeighing } from './beside-model.ts';
import type { ResponseLabel } from './label-responses.ts';
import type { Said } from './said.ts';

/**
 * The labels of ratings where it is known how closely people rate: of two or more on a response their precision-weighted mean, with the
 * 95 % interval of it within the scale. One alone is weighed against nothing, and stays. Null where no response has two.
 */
export function weighRatings(
  labels: readonly ResponseLabel[],
  { asked, said, weighing }: { asked: Asked; said: readonly Said[]; weighing: RatingWeighing },
): ResponseLabel[] | null {
  if (labels.every(({ answers }) => answers < 2)) return null;
  const within = (value: number): number =>
    Math.min(asked.scale?.max ?? value, Math.max(asked.scale?.min ?? value, value));
  return labels.map((label, response) => {
    const given = said.flatMap(({ vote, values }) => {
      const value = values?.[response] ?? null;
      return value === null ? [] : [{ value, variance: weighing.varianceOf(vote.annotatorId) }];
    });
    const found = given.length < 2 ? null : precisionWeightedMean(given);
    if (found === null) return label;
    const [low, high] = found.interval;
    return { ...label, value: found.mean, low: within(low), high: within(high), reason: null };
  });
}
