import type { Slopes } from '../numeric/newton.ts';

/** What keeps abilities finite where the votes alone do not; it pulls them towards 0. */
export interface Penalty {
  /** Each ability is drawn from N(0, priorSd^2) beforehand. */
  readonly priorSd?: number;
  /** Each item also won and lost this many comparisons with a phantom of log ability 0. */
  readonly phantomWeight?: number;
}

/** Throws a RangeError for what is not above 0. */
export function penalised({ priorSd, phantomWeight }: Penalty): boolean {
  for (const [name, value] of Object.entries({ priorSd, phantomWeight }))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new RangeError(`${name} is ${value}; it must be above 0 (leave it out for none).`);
  return priorSd !== undefined || phantomWeight !== undefined;
}

/** What the penalty adds to the log likelihood of the first `items` parameters, up to a constant. */
export function penaltyAt(at: Float64Array, items: number, { priorSd, phantomWeight = 0 }: Penalty): number {
  const precision = priorSd === undefined ? 0 : 1 / priorSd ** 2;
  let value = 0;
  for (let item = 0; item < items; item += 1) {
    const ability = at[item]!;
    value -= (precision * ability * ability) / 2;
    if (phantomWeight > 0)
      value -= phantomWeight * (Math.abs(ability) + 2 * Math.log1p(Math.exp(-Math.abs(ability))));
  }
  return value;
}

/** Adds the slopes of `penaltyAt`. */
export function addPenalty(
  at: Float64Array,
  { gradient, information }: Slopes,
  { items, penalty: { priorSd, phantomWeight = 0 } }: { items: number; penalty: Penalty },
): void {
  const precision = priorSd === undefined ? 0 : 1 / priorSd ** 2;
  for (let item = 0; item < items; item += 1) {
    const win = 1 / (1 + Math.exp(-at[item]!));
    gradient[item]! += phantomWeight * (1 - 2 * win) - precision * at[item]!;
    information[item * at.length + item]! += precision + 2 * phantomWeight * win * (1 - win);
  }
}
