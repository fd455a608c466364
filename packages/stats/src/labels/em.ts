import { type Evidence, type Tables } from './evidence.ts';
import { addExpectation } from './expectation.ts';

export interface EmOptions {
  /** Settled when no probability moves by more than this in a round; 1e-7 unless said. */
  readonly tolerance?: number;
  /** Rounds at most; 1000 unless said. */
  readonly maxIterations?: number;
}

/** Votes to learn from, and how probabilities follow from expected counts. */
export interface Learning {
  readonly evidence: Evidence;
  /** Votes and units whose class is known: they count in each round as they are. */
  readonly known: Tables;
  /** The M-step: writes the probabilities that the expected counts make most likely. */
  readonly maximise: (sums: Tables, into: Tables) => void;
}

export interface Learned {
  readonly parameters: Tables;
  /** Expected counts under these parameters. */
  readonly sums: Tables;
  /** ln P(votes and known classes) under these parameters. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Expectation-maximisation (Dempster, Laird and Rubin 1977) from these parameters on, which are overwritten. */
export function expectMaximise(learning: Learning, start: Tables, options: EmOptions): Learned {
  const { tolerance = 1e-7, maxIterations = 1000 } = options;
  const sums = copyOf(learning.known);
  let parameters = start;
  let next = copyOf(start);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    expect(learning, parameters, sums);
    learning.maximise(sums, next);
    converged = largestChange(parameters, next) <= tolerance;
    [parameters, next] = [next, parameters];
    iterations += 1;
  }
  const logLikelihood = expect(learning, parameters, sums);
  return { parameters, sums, logLikelihood, iterations, converged };
}

function expect({ evidence, known }: Learning, parameters: Tables, sums: Tables): number {
  sums.cells.set(known.cells);
  sums.share.set(known.share);
  return addExpectation(evidence, parameters, sums) + logLikelihoodOf(known, parameters);
}

/** Σ n ln p over counts of votes and units whose class is known, with 0 ln 0 = 0. */
export function logLikelihoodOf(known: Tables, parameters: Tables): number {
  return logProduct(known.share, parameters.share) + logProduct(known.cells, parameters.cells);
}

function logProduct(counts: Float64Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index += 1)
    if (counts[index]! > 0) sum += counts[index]! * Math.log(probabilities[index]!);
  return sum;
}

function largestChange(before: Tables, after: Tables): number {
  return Math.max(largestDifference(before.cells, after.cells), largestDifference(before.share, after.share));
}

function largestDifference(one: Float64Array, other: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < one.length; index += 1)
    largest = Math.max(largest, Math.abs(one[index]! - other[index]!));
  return largest;
}

function copyOf({ cells, share }: Tables): Tables {
  return { cells: Float64Array.from(cells), share: Float64Array.from(share) };
}
