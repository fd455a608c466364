import type { GroupedVotes } from './grouped-votes.ts';

/**
 * Votes as places in a table: vote v has P(vote | class k) = cells[cell[v] + k]. All that models need in which votes are
 * independent given the class of their unit.
 */
export interface Evidence {
  /** The votes of a group are those from `start[group]` to before `start[group + 1]`. */
  readonly start: Int32Array;
  readonly cell: Int32Array;
  readonly classes: number;
}

/**
 * Probabilities: `cells[(rater * classes + label) * classes + k]` = P(rater says label | class k) and `share[k]` =
 * P(class k). Also used for the expected number of votes in each cell and of units of each class.
 */
export interface Tables {
  readonly cells: Float64Array;
  readonly share: Float64Array;
}

export function evidenceOf({ start, rater, label }: GroupedVotes, classes: number): Evidence {
  const cell = new Int32Array(rater.length);
  for (let vote = 0; vote < cell.length; vote += 1)
    cell[vote] = (rater[vote]! * classes + label[vote]!) * classes;
  return { start, cell, classes };
}

export function zeroTables(raters: number, classes: number): Tables {
  return { cells: new Float64Array(raters * classes * classes), share: new Float64Array(classes) };
}

/** Adds the votes of a group whose class is k with the probability `posterior[k]`. */
export function addGroup(
  { start, cell, classes }: Evidence,
  { group, posterior }: { group: number; posterior: ArrayLike<number> },
  sums: Tables,
): void {
  for (let k = 0; k < classes; k += 1) {
    const p = posterior[k]!;
    if (p === 0) continue;
    sums.share[k]! += p;
    for (let vote = start[group]!; vote < start[group + 1]!; vote += 1) sums.cells[cell[vote]! + k]! += p;
  }
}

/**
 * P(class | votes) of a group into `posterior`, by logarithms, so that no product is too small; the answer is
 * ln P(votes). Votes that are impossible under every class (-Infinity) say nothing: the posterior is then the share.
 */
export function posteriorOf(
  { start, cell, classes }: Evidence,
  { cells, share }: Tables,
  { group, posterior }: { group: number; posterior: Float64Array },
): number {
  let highest = -Infinity;
  for (let k = 0; k < classes; k += 1) {
    let log = Math.log(share[k]!);
    for (let vote = start[group]!; vote < start[group + 1]!; vote += 1)
      log += Math.log(cells[cell[vote]! + k]!);
    posterior[k] = log;
    highest = Math.max(highest, log);
  }
  if (highest === -Infinity) {
    posterior.set(share);
    return highest;
  }
  let total = 0;
  for (let k = 0; k < classes; k += 1) {
    posterior[k] = Math.exp(posterior[k]! - highest);
    total += posterior[k]!;
  }
  for (let k = 0; k < classes; k += 1) posterior[k]! /= total;
  return highest + Math.log(total);
}
