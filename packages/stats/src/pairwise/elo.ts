/** Points of the Elo scale per unit of log ability: 400 points are odds of 10 to 1. */
export const eloPerLogAbility = 400 / Math.LN10;

export interface EloZero {
  /** The log ability that gets `rating`: that of an anchor item; 0, the mean of centred abilities, when left out. */
  readonly zero?: number;
  /** 1000 when left out. */
  readonly rating?: number;
}

/** Log abilities, or limits of them, on a scale that looks like Elo's: rating + 400/ln 10 * (ability - zero). */
export function onEloScale(
  logAbility: Float64Array,
  { zero = 0, rating = 1_000 }: EloZero = {},
): Float64Array {
  return logAbility.map((ability) => rating + eloPerLogAbility * (ability - zero));
}
