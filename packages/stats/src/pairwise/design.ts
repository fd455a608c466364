import { type Concave, type Slopes } from '../numeric/newton.ts';
import type { Comparisons } from './comparisons.ts';
import { checkRows, countPairs, type PairCells } from './pair-cells.ts';
import { addPenalty, penalised, type Penalty, penaltyAt } from './penalty.ts';

export interface DesignOptions extends Penalty {
  /** Fit by how much standing first helps. */
  readonly positionEffect?: boolean;
}

/**
 * What the log odds of a win of `a` are made of: ability of a - ability of b + the sum of coefficient * extra. Without
 * covariates a cell is a pair, with them it is a row of the comparisons.
 */
export interface Design extends PairCells {
  /** Columns: ones for the position effect, then the covariates. */
  readonly extras: readonly Float64Array[];
  readonly positionEffect: boolean;
  readonly penalty: Penalty;
}

export interface DesignLookup {
  readonly design: Design;
  /** Pairs as they are, sides and covariates apart, for connectivity. */
  readonly cells: PairCells;
  /** Where in `design.counts` each row was counted. */
  entries(): Int32Array;
}

export function designOf(comparisons: Comparisons, options: DesignOptions): DesignLookup {
  const { positionEffect = false, ...penalty } = options;
  penalised(penalty);
  const { covariates = [], cluster } = comparisons;
  if (cluster !== undefined && cluster.of.length !== comparisons.a.length)
    throw new RangeError('There is not one cluster for every row.');
  if (covariates.length > 0) return designOfRows(comparisons, { positionEffect, penalty });
  const { cells, entries } = countPairs(comparisons, { sides: positionEffect });
  const extras = positionEffect ? [new Float64Array(cells.a.length).fill(1)] : [];
  return { design: { ...cells, extras, positionEffect, penalty }, cells, entries };
}

function designOfRows(
  comparisons: Comparisons,
  { positionEffect, penalty }: { positionEffect: boolean; penalty: Penalty },
): DesignLookup {
  checkRows(comparisons);
  const { a, b, outcome, count, items, covariates = [] } = comparisons;
  for (const column of covariates)
    if (column.length !== a.length || !column.every(Number.isFinite))
      throw new RangeError('A covariate is not a number for every row.');
  const counts = new Float64Array(3 * a.length);
  const entries = new Int32Array(a.length);
  for (let row = 0; row < a.length; row += 1) {
    entries[row] = 3 * row + outcome[row]! + 1;
    counts[entries[row]!] = count === undefined ? 1 : count[row]!;
  }
  const ones = positionEffect ? [new Float64Array(a.length).fill(1)] : [];
  const cells = { items, a, b, counts };
  const extras = [...ones, ...covariates];
  return { design: { ...cells, extras, positionEffect, penalty }, cells, entries: () => entries };
}

/** The log odds of a win of a, of every cell. */
export function logOdds({ items, a, b, extras }: Design, at: Float64Array): Float64Array {
  const odds = new Float64Array(a.length);
  for (let cell = 0; cell < odds.length; cell += 1) odds[cell] = at[a[cell]!]! - at[b[cell]!]!;
  for (const [index, column] of extras.entries()) {
    const coefficient = at[items + index]!;
    for (let cell = 0; cell < odds.length; cell += 1) odds[cell]! += coefficient * column[cell]!;
  }
  return odds;
}

/** P(a wins) for each log odds. */
export function probabilities(odds: Float64Array): Float64Array {
  const p = new Float64Array(odds.length);
  for (let cell = 0; cell < p.length; cell += 1) p[cell] = 1 / (1 + Math.exp(-odds[cell]!));
  return p;
}

/** Ties are half a win of each: votes * (y log p + (1 - y) log(1 - p)), of the cells without the penalty. */
export function logLikelihood({ counts }: Design, odds: Float64Array): number {
  let value = 0;
  for (let cell = 0; cell < odds.length; cell += 1) {
    const wins = counts[3 * cell + 2]! + counts[3 * cell + 1]! / 2;
    const losses = counts[3 * cell]! + counts[3 * cell + 1]! / 2;
    const d = odds[cell]!;
    const loser = d > 0 ? losses : wins;
    value -= loser * Math.abs(d) + (wins + losses) * Math.log1p(Math.exp(-Math.abs(d)));
  }
  return value;
}

/** The log likelihood with its penalty, to be maximised. */
export function likelihoodOf(design: Design): Concave {
  const { items, extras, penalty } = design;
  const parameters = items + extras.length;
  const scale = new Float64Array(parameters).fill(1);
  extras.forEach((column, index) => (scale[items + index] = rootMeanSquare(column)));
  return {
    parameters,
    centred: penalised(penalty) ? 0 : items,
    scale,
    evaluate(at, slopes) {
      const odds = logOdds(design, at);
      addSlopes(design, probabilities(odds), slopes);
      addPenalty(at, slopes, { items, penalty });
      return logLikelihood(design, odds) + penaltyAt(at, items, penalty);
    },
  };
}

function rootMeanSquare(column: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < column.length; row += 1) sum += column[row]! ** 2;
  return Math.sqrt(sum / column.length);
}

function addSlopes(design: Design, p: Float64Array, { gradient, information }: Slopes): void {
  const { items, a, b, counts, extras } = design;
  const n = gradient.length;
  const residual = new Float64Array(a.length);
  const weight = new Float64Array(a.length);
  for (let cell = 0; cell < a.length; cell += 1) {
    const [first, second, win] = [a[cell]!, b[cell]!, p[cell]!];
    const votes = counts[3 * cell]! + counts[3 * cell + 1]! + counts[3 * cell + 2]!;
    const r = (residual[cell] = counts[3 * cell + 2]! + counts[3 * cell + 1]! / 2 - votes * win);
    const w = (weight[cell] = votes * win * (1 - win));
    if (first === second) continue;
    gradient[first]! += r;
    gradient[second]! -= r;
    information[first * n + first]! += w;
    information[second * n + second]! += w;
    information[first > second ? first * n + second : second * n + first]! -= w;
  }
  for (const [index, column] of extras.entries()) {
    const row = (items + index) * n;
    for (let cell = 0; cell < a.length; cell += 1) {
      const x = column[cell]!;
      gradient[items + index]! += residual[cell]! * x;
      const w = weight[cell]! * x;
      information[row + a[cell]!]! += w;
      information[row + b[cell]!]! -= w;
      for (let other = 0; other <= index; other += 1)
        information[row + items + other]! += w * extras[other]![cell]!;
    }
  }
}
