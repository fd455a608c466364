import type { Votes } from '../votes.ts';
import { expectMaximise, type EmOptions, type Learned } from './em.ts';
import { addGroup, evidenceOf, posteriorOf, zeroTables, type Evidence, type Tables } from './evidence.ts';
import { groupVotes } from './grouped-votes.ts';
import { maximiseErrors, type ErrorModel } from './maximise.ts';

export interface ConfusionSettings extends EmOptions {
  /** `gold[unit]` is the known class, or -1. A known class is certain, whatever the votes say. */
  readonly gold?: Int32Array | undefined;
  /** Pseudo-count in each cell of each rater; 0 unless said, which lets cells become 0 for good. */
  readonly smoothing?: number;
}

export interface FitSettings extends ConfusionSettings {
  /** The model of each rater. */
  readonly models: readonly ErrorModel[];
  /** Counts that were seen before the first vote. */
  readonly prior?: Tables;
  /** Marks units from which nothing is learned. */
  readonly without?: Uint8Array;
}

/** The EM of Dawid and Skene from the shares of each unit's votes on, M-step first. */
export function fitConfusion(votes: Votes, settings: FitSettings): Learned {
  const { models, gold, prior, smoothing = 0, ...em } = settings;
  const known = prior ? copyOf(prior) : zeroTables(votes.raters, votes.labels);
  const leftOut = Uint8Array.from(settings.without ?? new Uint8Array(votes.units));
  if (gold) {
    addGold(votes, gold, known);
    for (let unit = 0; unit < votes.units; unit += 1) if (gold[unit]! >= 0) leftOut[unit] = 1;
  }
  const evidence = evidenceOf(groupVotes(votes, leftOut), votes.labels);
  const maximise = (sums: Tables, into: Tables): void => maximiseErrors(sums, into, { models, smoothing });
  const sums = copyOf(known);
  addShares(evidence, sums);
  const start = zeroTables(votes.raters, votes.labels);
  maximise(sums, start);
  return expectMaximise({ evidence, known, maximise }, start, em);
}

function copyOf({ cells, share }: Tables): Tables {
  return { cells: Float64Array.from(cells), share: Float64Array.from(share) };
}

function addGold({ unit, rater, label, units, labels }: Votes, gold: Int32Array, sums: Tables): void {
  const seen = new Uint8Array(units);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const of = unit[vote]!;
    const k = gold[of]!;
    if (k < 0) continue;
    if (seen[of] === 0) sums.share[k]! += 1;
    seen[of] = 1;
    sums.cells[(rater[vote]! * labels + label[vote]!) * labels + k]! += 1;
  }
}

/** Each unit's posterior is at first the share of each label among its votes. */
function addShares(evidence: Evidence, sums: Tables): void {
  const { start, cell, classes } = evidence;
  const posterior = new Float64Array(classes);
  for (let group = 0; group < start.length - 1; group += 1) {
    posterior.fill(0);
    const weight = 1 / (start[group + 1]! - start[group]!);
    for (let vote = start[group]!; vote < start[group + 1]!; vote += 1)
      posterior[Math.floor(cell[vote]! / classes) % classes]! += weight;
    addGroup(evidence, { group, posterior }, sums);
  }
}

/**
 * `posterior[unit * labels + label]` of all units: certain where the class is known, and the share of the classes where a
 * unit has no votes.
 */
export function posteriorsOf(votes: Votes, parameters: Tables, gold?: Int32Array): Float64Array {
  const { labels, units } = votes;
  const posterior = new Float64Array(units * labels);
  for (let unit = 0; unit < units; unit += 1) posterior.set(parameters.share, unit * labels);
  const grouped = groupVotes(votes);
  const evidence = evidenceOf(grouped, labels);
  const row = new Float64Array(labels);
  for (const [group, unit] of grouped.unit.entries()) {
    posteriorOf(evidence, parameters, { group, posterior: row });
    posterior.set(row, unit * labels);
  }
  gold?.forEach((label, unit) => {
    if (label >= 0) posterior.fill(0, unit * labels, (unit + 1) * labels)[unit * labels + label] = 1;
  });
  return posterior;
}
