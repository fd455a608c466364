import { dotsOf, fourDots } from '../numeric/dots.ts';
import { maximise, type Slopes, slopesOf } from '../numeric/newton.ts';
import { type Design, likelihoodOf, logOdds, probabilities } from './design.ts';
import { addPenalty, penalised } from './penalty.ts';

/** The estimate for other counts of the same cells, null where there is none. */
export type Refit = (counts: Float64Array) => Float64Array | null;

const mostChords = 12;
/** In standard errors. */
const errorAllowed = 1e-4;
/** Steps are not relied on to shrink by more than this. */
const leastShrink = 0.1;

/**
 * Fits counts that differ little from those of `design`, whose estimate is `at` and whose inverse information `bread`:
 * Newton's method with that same inverse at every step, which needs no equations solved; each step takes away all but
 * a few hundredths of the error. It ends when all further steps, shrinking as slowly as the slowest seen, would add up to
 * less than a ten-thousandth of a standard error. Where steps do not shrink by half, Newton's method proper takes over.
 */
export function refitOf(design: Design, { at, bread }: { at: Float64Array; bread: Float64Array }): Refit {
  const n = at.length;
  const slope = new Slope(design, at);
  const needsJoin = !penalised(design.penalty);
  const error = Float64Array.from(at, (_, index) => Math.sqrt(bread[index * (n + 1)]!));
  return (counts) => {
    if (needsJoin && !joined(design, counts)) return null;
    const here = Float64Array.from(at);
    let last = Infinity;
    // The slowest seen: how much one step happens to shrink says little of the next.
    let slowest = leastShrink;
    slope.take(counts);
    for (let chord = 0; chord < mostChords; chord += 1) {
      const move = times(bread, chord === 0 ? slope.atStart() : slope.at(here));
      let largest = 0;
      for (let index = 0; index < n; index += 1) {
        here[index]! += move[index]!;
        largest = Math.max(largest, Math.abs(move[index]!) / error[index]!);
      }
      const shrinks = chord === 0 ? 0.5 : largest / last;
      if (!(shrinks <= 0.5)) break;
      if (chord > 0) slowest = Math.max(slowest, shrinks);
      if (largest * (chord === 0 ? shrinks : slowest / (1 - slowest)) < errorAllowed) return here;
      last = largest;
    }
    return maximise(likelihoodOf({ ...design, counts }), at).maximum?.at ?? null;
  };
}

/** The gradient of the log likelihood with its penalty, for one set of counts after the other. */
class Slope {
  readonly #design: Design;
  readonly #start: Float64Array;
  readonly #startChances: Float64Array;
  readonly #votes: Float64Array;
  readonly #wins: Float64Array;
  readonly #residual: Float64Array;
  readonly #slopes: Slopes;
  /** Where the first item changes: its sum then need not go through memory at every cell. */
  readonly #runs: Int32Array;

  constructor(design: Design, start: Float64Array) {
    const cells = design.a.length;
    this.#design = design;
    this.#start = start;
    this.#startChances = probabilities(logOdds(design, start));
    this.#votes = new Float64Array(cells);
    this.#wins = new Float64Array(cells);
    this.#residual = new Float64Array(cells);
    this.#slopes = slopesOf(start.length);
    const changes = design.a.map((first, cell) => (cell > 0 && first === design.a[cell - 1] ? -1 : cell));
    this.#runs = Int32Array.of(...changes.filter((cell) => cell >= 0), cells);
  }

  take(counts: Float64Array): void {
    const [votes, wins] = [this.#votes, this.#wins];
    for (let cell = 0; cell < votes.length; cell += 1) {
      const [ties, won] = [counts[3 * cell + 1]!, counts[3 * cell + 2]!];
      votes[cell] = counts[3 * cell]! + ties + won;
      wins[cell] = won + ties / 2;
    }
  }

  atStart(): Float64Array {
    const [votes, wins, chances, residual] = [this.#votes, this.#wins, this.#startChances, this.#residual];
    for (let cell = 0; cell < votes.length; cell += 1)
      residual[cell] = wins[cell]! - votes[cell]! * chances[cell]!;
    return this.#gradientOf(this.#start);
  }

  at(at: Float64Array): Float64Array {
    const { items, a, b, extras, positionEffect } = this.#design;
    const [votes, wins, residual] = [this.#votes, this.#wins, this.#residual];
    if (extras.length > (positionEffect ? 1 : 0)) {
      const chances = probabilities(logOdds(this.#design, at));
      for (let cell = 0; cell < votes.length; cell += 1)
        residual[cell] = wins[cell]! - votes[cell]! * chances[cell]!;
      return this.#gradientOf(at);
    }
    const worth = at.map(Math.exp);
    const advantage = positionEffect ? worth[items]! : 1;
    for (let cell = 0; cell < votes.length; cell += 1) {
      const first = worth[a[cell]!]! * advantage;
      residual[cell] = wins[cell]! - (votes[cell]! * first) / (first + worth[b[cell]!]!);
    }
    return this.#gradientOf(at);
  }

  #gradientOf(at: Float64Array): Float64Array {
    const { items, a, b, extras, penalty } = this.#design;
    const [residual, runs] = [this.#residual, this.#runs];
    const { gradient } = this.#slopes;
    gradient.fill(0);
    for (let run = 0; run + 1 < runs.length; run += 1) {
      let sum = 0;
      const end = runs[run + 1]!;
      for (let cell = runs[run]!; cell < end; cell += 1) {
        sum += residual[cell]!;
        gradient[b[cell]!]! -= residual[cell]!;
      }
      gradient[a[runs[run]!]!]! += sum;
    }
    for (const [index, column] of extras.entries()) {
      let sum = 0;
      for (let cell = 0; cell < a.length; cell += 1) sum += residual[cell]! * column[cell]!;
      gradient[items + index] = sum;
    }
    if (penalised(penalty)) addPenalty(at, this.#slopes, { items, penalty });
    return gradient;
  }
}

function times(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const product = new Float64Array(n);
  const dots = { ...dotsOf(n), to: n };
  for (let row = 0; row < n; row += 4) {
    dots.rows = row;
    fourDots(matrix, x, dots);
    for (let index = row; index < row + 4 && index < n; index += 1) product[index] = dots.sums[index - row]!;
  }
  return product;
}

/**
 * Whether every item is reached from the first by wins and reaches it. Passes over the cells until nothing new is
 * found: with many votes part of the first pass is enough.
 */
export function joined({ items, a, b }: Design, counts: Float64Array): boolean {
  const below = new Uint8Array(items);
  const above = new Uint8Array(items);
  let missing = 2 * items;
  const mark = (side: Uint8Array, item: number): void => {
    side[item] = 1;
    missing -= 1;
  };
  mark(below, 0);
  mark(above, 0);
  for (let before = missing + 1; missing > 0 && missing < before;) {
    before = missing;
    for (let cell = 0; cell < a.length && missing > 0; cell += 1) {
      const [first, second, ties] = [a[cell]!, b[cell]!, counts[3 * cell + 1]!];
      if (ties > 0 || counts[3 * cell + 2]! > 0) {
        if (below[first]! > below[second]!) mark(below, second);
        if (above[second]! > above[first]!) mark(above, first);
      }
      if (ties > 0 || counts[3 * cell]! > 0) {
        if (below[second]! > below[first]!) mark(below, first);
        if (above[first]! > above[second]!) mark(above, second);
      }
    }
  }
  return missing === 0;
}
