import { normalQuantile } from '../numeric/normal.ts';
import type { NotDefined } from '../not-defined.ts';
import type { BradleyTerryFit } from './bradley-terry.ts';

export interface Difference {
  /** Log ability of the one - log ability of the other: log odds that the one wins, position and covariates apart. */
  readonly difference: number;
  /** P(the one wins), ties as half a win. */
  readonly probability: number;
  readonly modelError: number;
  /** Null where the fit has no sandwich. */
  readonly sandwichError: number | null;
}

/** Errors of a difference are not those of two abilities added: abilities of items that met are dependent. */
export function differenceOf(
  { estimate, bread, meat }: BradleyTerryFit,
  one: number,
  other: number,
): Difference {
  const { logAbility } = estimate;
  const n = Math.sqrt(bread.length);
  const difference = logAbility[one]! - logAbility[other]!;
  // Rows of the symmetric bread: what the contrast of the two makes of each score.
  const contrast = Float64Array.from({ length: n }, (_, k) => bread[one * n + k]! - bread[other * n + k]!);
  return {
    difference,
    probability: 1 / (1 + Math.exp(-difference)),
    modelError: Math.sqrt(Math.max(0, contrast[one]! - contrast[other]!)),
    sandwichError: meat && Math.sqrt(Math.max(0, quadraticForm(contrast, meat))),
  };
}

/** xᵀ M x; of the symmetric M the lower triangle is read. */
function quadraticForm(x: Float64Array, matrix: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let row = 0; row < n; row += 1) {
    let dot = 0;
    for (let column = 0; column < row; column += 1) dot += matrix[row * n + column]! * x[column]!;
    sum += x[row]! * (2 * dot + matrix[row * n + row]! * x[row]!);
  }
  return sum;
}

export interface SeparationOptions {
  readonly one: number;
  readonly other: number;
  /** Of the interval of the difference; 0.95 when left out. */
  readonly level?: number;
  /** Chance that the interval then leaves out 0; 0.8 when left out. */
  readonly power?: number;
}

export interface Separation {
  /** Further votes between the two; 0 when the votes there are suffice. */
  readonly votes: number | null;
  readonly reason: NotDefined | null;
}

/**
 * How many further votes between two items it takes until the interval of their difference leaves out 0, if they
 * differ as estimated: ((z_level + z_power) / difference)^2 of information is needed, 1 / error^2 is there, and each
 * vote adds p (1 - p). Null with `no_variation` for equal abilities, which no number of votes tells apart.
 */
export function votesToSeparate(
  fit: BradleyTerryFit,
  { one, other, level = 0.95, power = 0.8 }: SeparationOptions,
): Separation {
  const { difference, modelError, probability } = differenceOf(fit, one, other);
  if (difference === 0) return { votes: null, reason: 'no_variation' };
  const needed = ((normalQuantile((1 + level) / 2) + normalQuantile(power)) / difference) ** 2;
  const missing = needed - 1 / modelError ** 2;
  const votes = Math.ceil(missing / (probability * (1 - probability)));
  return { votes: Math.max(0, votes), reason: null };
}
