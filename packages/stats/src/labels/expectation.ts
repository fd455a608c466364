import { addGroup, posteriorOf, type Evidence, type Tables } from './evidence.ts';

/**
 * One round's expectation, for all groups in one pass: adds every group's votes under its posterior to `sums` and answers
 * ln P(votes), the sum over the groups. Posteriors are not kept. Probabilities are multiplied rather than their logarithms
 * added, which spares a power for each class and group; groups whose product becomes tiny are done by logarithms.
 */
export function addExpectation(evidence: Evidence, parameters: Tables, sums: Tables): number {
  const { log, leftOut } = expectationFor(evidence.classes)(evidence, parameters, sums);
  return leftOut === 0 ? log : log + expectByLogarithms(evidence, parameters, sums);
}

interface Part {
  readonly log: number;
  /** Groups left to `expectByLogarithms`. Calling it in the loop would make every group pay for what is seldom needed. */
  readonly leftOut: number;
}

type Expectation = (evidence: Evidence, parameters: Tables, sums: Tables) => Part;

/** Two and three classes (A, B, tie) are the usual ones; with their numbers in variables they take a third of the time. */
function expectationFor(classes: number): Expectation {
  if (classes === 2) return expectTwo;
  return classes === 3 ? expectThree : expectMany;
}

/** A product below it may lack digits. Its square is a normal number still. */
const tiny = 1e-150;

function expectTwo({ start, cell }: Evidence, { cells, share }: Tables, sums: Tables): Part {
  const counts = sums.cells;
  const groups = start.length - 1;
  const share0 = share[0]!;
  const share1 = share[1]!;
  let total0 = 0;
  let total1 = 0;
  let log = 0;
  let product = 1;
  let leftOut = 0;
  for (let group = 0; group < groups; group += 1) {
    const from = start[group]!;
    const end = start[group + 1]!;
    let p0 = share0;
    let p1 = share1;
    for (let vote = from; vote < end; vote += 1) {
      const at = cell[vote]!;
      p0 *= cells[at]!;
      p1 *= cells[at + 1]!;
    }
    const likelihood = p0 + p1;
    if (likelihood < tiny) {
      leftOut += 1;
      continue;
    }
    product *= likelihood;
    if (product < tiny) {
      log += Math.log(product);
      product = 1;
    }
    const scale = 1 / likelihood;
    p0 *= scale;
    p1 *= scale;
    total0 += p0;
    total1 += p1;
    for (let vote = from; vote < end; vote += 1) {
      const at = cell[vote]!;
      counts[at]! += p0;
      counts[at + 1]! += p1;
    }
  }
  sums.share[0]! += total0;
  sums.share[1]! += total1;
  return { log: log + Math.log(product), leftOut };
}

function expectThree({ start, cell }: Evidence, { cells, share }: Tables, sums: Tables): Part {
  const counts = sums.cells;
  const groups = start.length - 1;
  const [share0, share1, share2] = [share[0]!, share[1]!, share[2]!];
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let log = 0;
  let product = 1;
  let leftOut = 0;
  for (let group = 0; group < groups; group += 1) {
    const from = start[group]!;
    const end = start[group + 1]!;
    let p0 = share0;
    let p1 = share1;
    let p2 = share2;
    for (let vote = from; vote < end; vote += 1) {
      const at = cell[vote]!;
      p0 *= cells[at]!;
      p1 *= cells[at + 1]!;
      p2 *= cells[at + 2]!;
    }
    const likelihood = p0 + p1 + p2;
    if (likelihood < tiny) {
      leftOut += 1;
      continue;
    }
    product *= likelihood;
    if (product < tiny) {
      log += Math.log(product);
      product = 1;
    }
    const scale = 1 / likelihood;
    p0 *= scale;
    p1 *= scale;
    p2 *= scale;
    total0 += p0;
    total1 += p1;
    total2 += p2;
    for (let vote = from; vote < end; vote += 1) {
      const at = cell[vote]!;
      counts[at]! += p0;
      counts[at + 1]! += p1;
      counts[at + 2]! += p2;
    }
  }
  for (const [k, total] of [total0, total1, total2].entries()) sums.share[k]! += total;
  return { log: log + Math.log(product), leftOut };
}

function expectMany(evidence: Evidence, parameters: Tables, sums: Tables): Part {
  const { start, classes } = evidence;
  const p = new Float64Array(classes);
  let log = 0;
  let product = 1;
  let leftOut = 0;
  for (let group = 0; group < start.length - 1; group += 1) {
    const likelihood = multiply(evidence, parameters, { group, p });
    if (likelihood < tiny) {
      leftOut += 1;
      continue;
    }
    product *= likelihood;
    if (product < tiny) {
      log += Math.log(product);
      product = 1;
    }
    for (let k = 0; k < classes; k += 1) p[k]! /= likelihood;
    addGroup(evidence, { group, posterior: p }, sums);
  }
  return { log: log + Math.log(product), leftOut };
}

/** P(class, votes) of a group into `p`; the answer is their sum. */
function multiply(
  { start, cell, classes }: Evidence,
  { cells, share }: Tables,
  { group, p }: { group: number; p: Float64Array },
): number {
  p.set(share);
  for (let vote = start[group]!; vote < start[group + 1]!; vote += 1) {
    const at = cell[vote]!;
    for (let k = 0; k < classes; k += 1) p[k]! *= cells[at + k]!;
  }
  let likelihood = 0;
  for (let k = 0; k < classes; k += 1) likelihood += p[k]!;
  return likelihood;
}

/** The groups that the others leave out. */
function expectByLogarithms(evidence: Evidence, parameters: Tables, sums: Tables): number {
  const p = new Float64Array(evidence.classes);
  let log = 0;
  for (let group = 0; group < evidence.start.length - 1; group += 1) {
    if (multiply(evidence, parameters, { group, p }) >= tiny) continue;
    log += posteriorOf(evidence, parameters, { group, posterior: p });
    addGroup(evidence, { group, posterior: p }, sums);
  }
  return log;
}
