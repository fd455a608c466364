import type { NotDefined } from '../not-defined.ts';
import { chiSquaredTail } from '../numeric/gamma.ts';
import { midranks, runLengths } from '../numeric/ranks.ts';
import type { RatingTable } from '../votes.ts';

export interface KendallW {
  /** 0 for no common order among the judges, 1 for the same order by all. */
  readonly w: number | null;
  /** m (n - 1) W. */
  readonly chiSquared: number | null;
  /** n - 1. */
  readonly degreesOfFreedom: number | null;
  /** P of such a chi-squared or more if judges ranked by chance; rough for fewer than eight objects. */
  readonly p: number | null;
  readonly objects: number;
  readonly judges: number;
  readonly reason: NotDefined | null;
}

/**
 * Kendall's coefficient of concordance of m judges who each ranked or rated the same n objects (rows are objects,
 * columns judges), corrected for ties: W = 12 S / (m² (n³ - n) - m Σ (t³ - t)), S the squared deviations of the rank
 * sums, t the sizes of tied groups. Kendall and Babington Smith (1939); ties: Kendall (1948).
 *
 * Undefined with fewer than two objects or judges, with a missing rating, and when every judge tied all objects.
 */
export function kendallW(ratings: RatingTable): KendallW {
  const objects = ratings.length;
  const judges = Math.max(0, ...ratings.map((row) => row.length));
  const undefinedFor = (reason: NotDefined): KendallW => ({
    w: null,
    chiSquared: null,
    degreesOfFreedom: null,
    p: null,
    objects,
    judges,
    reason,
  });
  if (objects === 0 || judges === 0) return undefinedFor('no_data');
  if (ratings.some((row) => row.length !== judges || row.includes(null)))
    return undefinedFor('unequal_raters');
  if (objects < 2 || judges < 2) return undefinedFor('too_few');
  const sums = new Float64Array(objects);
  let ties = 0;
  for (let judge = 0; judge < judges; judge += 1) {
    const ranks = midranks(ratings.map((row) => row[judge]!));
    for (let object = 0; object < objects; object += 1) sums[object] = sums[object]! + ranks[object]!;
    for (const length of runLengths(ranks.sort())) ties += length ** 3 - length;
  }
  const mean = (judges * (objects + 1)) / 2;
  const deviations = sums.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const most = judges * judges * (objects ** 3 - objects) - judges * ties;
  if (most === 0) return undefinedFor('no_variation');
  const w = (12 * deviations) / most;
  const degreesOfFreedom = objects - 1;
  const chiSquared = judges * degreesOfFreedom * w;
  return {
    w,
    chiSquared,
    degreesOfFreedom,
    p: chiSquaredTail(chiSquared, degreesOfFreedom),
    objects,
    judges,
    reason: null,
  };
}
