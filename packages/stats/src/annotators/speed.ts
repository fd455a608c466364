import type { NotDefined } from '../not-defined.ts';

/** The median absolute deviation of a normal distribution times this is its standard deviation: 1 / Φ⁻¹(¾). */
const normalMad = 1.482602218505602;

export interface Speed {
  /** Median of ln seconds; null without times. */
  readonly medianLog: number | null;
  /** Spread of ln seconds: 1.4826 times the median absolute deviation from the median; null without times. */
  readonly scaledMad: number | null;
  /** (ln seconds - medianLog) / scaledMad of each time; null when more than half of the times are the same. */
  readonly z: Float64Array | null;
  /** Positions of the times with z below the threshold. */
  readonly flagged: readonly number[];
  readonly reason: NotDefined | null;
}

/**
 * Which times are far too short for their company: robust z of the logarithms (median and MAD, Hampel 1974), so that the
 * short times themselves do not hide what is short. Throws a RangeError for a time that is not above 0. Time alone is never
 * a reason to drop work.
 */
export function robustLogZ(seconds: ArrayLike<number>, threshold = -3): Speed {
  const logs = Float64Array.from(seconds, (time) => {
    if (!(time > 0)) throw new RangeError(`The time ${time} is not above 0 seconds.`);
    return Math.log(time);
  });
  if (logs.length === 0) return { medianLog: null, scaledMad: null, z: null, flagged: [], reason: 'no_data' };
  const medianLog = medianOf(logs);
  const scaledMad = normalMad * medianOf(logs.map((log) => Math.abs(log - medianLog)));
  if (scaledMad === 0) return { medianLog, scaledMad, z: null, flagged: [], reason: 'no_variation' };
  const z = logs.map((log) => (log - medianLog) / scaledMad);
  const flagged = Array.from(z.keys()).filter((index) => z[index]! < threshold);
  return { medianLog, scaledMad, z, flagged, reason: null };
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
