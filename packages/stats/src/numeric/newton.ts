import type { NotDefined } from '../not-defined.ts';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';

/** A concave function, such as a log likelihood. */
export interface Concave {
  readonly parameters: number;
  /** Of the first so many parameters only their differences matter; they are kept at mean 0. 0 if there are none. */
  readonly centred: number;
  /** How much one unit of each parameter moves what is modelled; 1 each when left out. */
  readonly scale?: Float64Array;
  /**
   * Its value at a point; not finite outside its domain. Adds the slopes there, which come in as zeros: of the
   * information only the lower triangle is read.
   */
  evaluate(at: Float64Array, slopes: Slopes): number;
}

export interface Slopes {
  readonly gradient: Float64Array;
  /** The negative second derivatives, row after row. */
  readonly information: Float64Array;
}

export interface Maximum {
  readonly at: Float64Array;
  readonly value: number;
  /** The inverse of the information, of centred parameters its pseudo-inverse. */
  readonly covariance: Float64Array;
}

export interface Maximised {
  readonly maximum: Maximum | null;
  readonly reason: NotDefined | null;
}

const settled = 1e-8;
const mostSteps = 100;

/**
 * Newton's method; a step that does not lead up is halved. It has settled when a step moves nothing by more than 1e-8:
 * a function that only has a supremum at infinity keeps making steps of about one until it is flat, and so ends with
 * `no_convergence`. `singular` is one that is flat in some direction where it starts.
 */
export function maximise(problem: Concave, start: Float64Array): Maximised {
  const { parameters } = problem;
  const at = Float64Array.from(start);
  const slopes = slopesOf(parameters);
  let value = evaluateAt(problem, at, slopes);
  for (let step = 0; step < mostSteps; step += 1) {
    const centring = centre(problem, slopes.information);
    const lower = cholesky(slopes.information, parameters);
    if (lower === null || dependent(lower, slopes.information))
      return undefinedBy(step === 0 ? 'singular' : 'no_convergence');
    const move = choleskySolve(lower, slopes.gradient);
    if (largest(move, problem.scale) < settled) {
      for (let index = 0; index < parameters; index += 1) at[index]! += move[index]!;
      const covariance = uncentred(choleskyInverse(lower, parameters), problem, centring);
      return { maximum: { at, value, covariance }, reason: null };
    }
    const next = climb(problem, slopes, { at, move, value });
    if (next === null) return undefinedBy('no_convergence');
    value = next;
  }
  return undefinedBy('no_convergence');
}

function undefinedBy(reason: NotDefined): Maximised {
  return { maximum: null, reason };
}

export function slopesOf(parameters: number): Slopes {
  return {
    gradient: new Float64Array(parameters),
    information: new Float64Array(parameters * parameters),
  };
}

function evaluateAt(problem: Concave, at: Float64Array, slopes: Slopes): number {
  slopes.gradient.fill(0);
  slopes.information.fill(0);
  return problem.evaluate(at, slopes);
}

/** Moves `at`, by half of it as often as needed; the new value, or null when even the smallest step leads down. */
function climb(
  problem: Concave,
  slopes: Slopes,
  { at, move, value }: { at: Float64Array; move: Float64Array; value: number },
): number | null {
  const from = Float64Array.from(at);
  // Rounding in a long sum must not look like a step down.
  const allowed = 1e-12 * Math.abs(value);
  for (let part = 1; part > 1e-12; part /= 2) {
    for (let index = 0; index < at.length; index += 1) at[index] = from[index]! + part * move[index]!;
    const next = evaluateAt(problem, at, slopes);
    if (Number.isFinite(next) && next >= value - allowed) return next;
  }
  return null;
}

/** Makes the information of centred parameters regular: adds c/n to each of their entries, c their mean diagonal. */
function centre({ centred, parameters }: Concave, information: Float64Array): number {
  if (centred === 0) return 0;
  let trace = 0;
  for (let index = 0; index < centred; index += 1) trace += information[index * parameters + index]!;
  const centring = trace > 0 ? trace / centred : 1;
  for (let row = 0; row < centred; row += 1)
    for (let column = 0; column <= row; column += 1)
      information[row * parameters + column]! += centring / centred;
  return centring;
}

/** Takes out of the inverse what centring put in. */
function uncentred(inverse: Float64Array, { centred, parameters }: Concave, centring: number): Float64Array {
  if (centring === 0) return inverse;
  const share = 1 / (centring * centred);
  for (let row = 0; row < centred; row += 1)
    for (let column = 0; column < centred; column += 1) inverse[row * parameters + column]! -= share;
  return inverse;
}

/** Whether a parameter is, to twelve digits, a combination of those before it. */
function dependent(lower: Float64Array, information: Float64Array): boolean {
  const n = Math.sqrt(lower.length);
  for (let at = 0; at < lower.length; at += n + 1)
    if (lower[at]! ** 2 < 1e-12 * information[at]!) return true;
  return false;
}

function largest(move: Float64Array, scale: Float64Array | undefined): number {
  let most = 0;
  for (let index = 0; index < move.length; index += 1)
    most = Math.max(most, Math.abs(move[index]!) * (scale === undefined ? 1 : scale[index]!));
  return most;
}
