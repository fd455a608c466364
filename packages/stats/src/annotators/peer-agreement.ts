import { groupVotes, type GroupedVotes } from '../labels/grouped-votes.ts';
import { noWinner, winnerOf } from '../labels/majority.ts';
import type { NotDefined } from '../not-defined.ts';
import type { Votes } from '../votes.ts';

export interface PeerAgreement {
  /** Agreeing pairs / pairs, 0..1; null without pairs. */
  readonly pairAgreement: number | null;
  /** Pairs of a vote of this rater with a vote of another rater on the same unit. */
  readonly pairs: number;
  /** Of `pairAgreement`, over the shared units (ratio estimator); null for fewer than two. */
  readonly standardError: number | null;
  /** Why `pairAgreement` is null: no votes, or nobody else's on the same units. */
  readonly reason: NotDefined | null;
  /** Share of votes for the label that most of the others' votes on the unit are for, 0..1; null without such. */
  readonly majorityAgreement: number | null;
  /** Votes on units where one label has more of the others' votes than each other label. */
  readonly majorityUnits: number;
  /** Why `majorityAgreement` is null. */
  readonly majorityReason: NotDefined | null;
  readonly adjusted: AdjustedAgreement;
}

/**
 * Agreement against what the others reach among themselves on the same units, so that nobody is blamed for hard ones. Units
 * with at least two other raters count.
 */
export interface AdjustedAgreement {
  readonly units: number;
  /** Agreeing pairs / pairs on these units, 0..1; null without units. */
  readonly observed: number | null;
  /** The same of the pairs of the others, each unit weighed as in `observed`; null without units. */
  readonly expected: number | null;
  /** observed - expected, -1..1: 0 for somebody who is like the others; null without units. */
  readonly difference: number | null;
  /** Of the difference, over units (ratio estimator); null for fewer than two units. */
  readonly standardError: number | null;
  /** Why the difference is null. */
  readonly reason: NotDefined | null;
}

/** Sums over units by rater. */
class Totals {
  readonly votes: Float64Array;
  readonly pairs: Float64Array;
  readonly agreeing: Float64Array;
  /** Shared units, and of their agreeing pairs a and pairs p: Σ a², Σ a p, Σ p². */
  readonly shared: Float64Array;
  readonly aa: Float64Array;
  readonly ap: Float64Array;
  readonly allPp: Float64Array;
  readonly majorityUnits: Float64Array;
  readonly majorityAgreeing: Float64Array;
  readonly units: Float64Array;
  readonly adjustedPairs: Float64Array;
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** Of d = observed - expected and the pairs p of each unit: Σ d², Σ d p, Σ p². */
  readonly dd: Float64Array;
  readonly dp: Float64Array;
  readonly pp: Float64Array;

  constructor(raters: number) {
    const column = (): Float64Array => new Float64Array(raters);
    this.votes = column();
    this.pairs = column();
    this.agreeing = column();
    this.shared = column();
    this.aa = column();
    this.ap = column();
    this.allPp = column();
    this.majorityUnits = column();
    this.majorityAgreeing = column();
    this.units = column();
    this.adjustedPairs = column();
    this.observed = column();
    this.expected = column();
    this.dd = column();
    this.dp = column();
    this.pp = column();
  }
}

/**
 * How each rater agrees with the others on shared units, leaving the rater's own votes out of what they are compared with.
 * Votes of the same rater are never compared. Compare raters by `adjusted`, never by the raw shares: units differ in how
 * hard they are. Shares are agreeing pairs / pairs, 0..1, of a rater's votes with those of others on the same units; `adjusted` is the
 * difference, -1..1, to the share among the others there. A measure of our own on the pairs of Fleiss 1971; the interval is of a
 * ratio over units (Cochran 1977, Sampling Techniques, 6.4). Null without units shared with enough others.
 */
export function peerAgreement(votes: Votes): readonly PeerAgreement[] {
  const totals = new Totals(votes.raters);
  const grouped = groupVotes(votes);
  const unit = new UnitTally(votes.raters, votes.labels);
  for (let group = 0; group < grouped.unit.length; group += 1) {
    const range = { from: grouped.start[group]!, end: grouped.start[group + 1]! };
    unit.open(grouped, range);
    addAgreement(unit, totals);
    addAdjusted(unit, totals);
    unit.close(grouped, range);
  }
  return Array.from({ length: votes.raters }, (_, rater) => resultOf(totals, rater));
}

/** What is said of the unit at hand, by label and by rater; the tables are emptied again for the next. */
class UnitTally {
  votes = 0;
  readonly byLabel: Float64Array;
  /** `own[rater * labels + label]`. */
  readonly own: Float64Array;
  readonly ownVotes: Float64Array;
  /** The raters of the unit, each once: the first `raterCount`. */
  readonly raters: Int32Array;
  raterCount = 0;
  readonly others: Float64Array;
  readonly labels: number;

  constructor(raters: number, labels: number) {
    this.labels = labels;
    this.byLabel = new Float64Array(labels);
    this.own = new Float64Array(raters * labels);
    this.ownVotes = new Float64Array(raters);
    this.raters = new Int32Array(raters);
    this.others = new Float64Array(labels);
  }

  open({ rater, label }: GroupedVotes, { from, end }: { from: number; end: number }): void {
    this.votes = end - from;
    this.raterCount = 0;
    for (let vote = from; vote < end; vote += 1) {
      const by = rater[vote]!;
      this.byLabel[label[vote]!]! += 1;
      this.own[by * this.labels + label[vote]!]! += 1;
      if (this.ownVotes[by] === 0) {
        this.raters[this.raterCount] = by;
        this.raterCount += 1;
      }
      this.ownVotes[by]! += 1;
    }
  }

  close({ rater, label }: GroupedVotes, { from, end }: { from: number; end: number }): void {
    this.byLabel.fill(0);
    for (let vote = from; vote < end; vote += 1) {
      this.own[rater[vote]! * this.labels + label[vote]!] = 0;
      this.ownVotes[rater[vote]!] = 0;
    }
  }

  /** Pairs of votes of this rater and others, and those that agree. */
  pairsOf(rater: number): number {
    return this.ownVotes[rater]! * (this.votes - this.ownVotes[rater]!);
  }

  agreeingOf(rater: number): number {
    let agreeing = 0;
    for (let label = 0; label < this.labels; label += 1) {
      const own = this.own[rater * this.labels + label]!;
      if (own > 0) agreeing += own * (this.byLabel[label]! - own);
    }
    return agreeing;
  }
}

function addAgreement(unit: UnitTally, totals: Totals): void {
  const { labels, others } = unit;
  for (let index = 0; index < unit.raterCount; index += 1) {
    const rater = unit.raters[index]!;
    const own = unit.ownVotes[rater]!;
    totals.votes[rater]! += own;
    const [p, a] = [unit.pairsOf(rater), unit.agreeingOf(rater)];
    totals.pairs[rater]! += p;
    totals.agreeing[rater]! += a;
    totals.shared[rater]! += p > 0 ? 1 : 0;
    totals.aa[rater]! += a * a;
    totals.ap[rater]! += a * p;
    totals.allPp[rater]! += p * p;
    for (let label = 0; label < labels; label += 1)
      others[label] = unit.byLabel[label]! - unit.own[rater * labels + label]!;
    const winner = winnerOf(others, 0, labels);
    if (winner === noWinner.tie || winner === noWinner.noVotes) continue;
    totals.majorityUnits[rater]! += own;
    totals.majorityAgreeing[rater]! += unit.own[rater * labels + winner]!;
  }
}

function addAdjusted(unit: UnitTally, totals: Totals): void {
  if (unit.raterCount < 3) return;
  let pairs = 0;
  let agreeing = 0;
  for (let index = 0; index < unit.raterCount; index += 1) {
    pairs += unit.pairsOf(unit.raters[index]!) / 2;
    agreeing += unit.agreeingOf(unit.raters[index]!) / 2;
  }
  for (let index = 0; index < unit.raterCount; index += 1) {
    const rater = unit.raters[index]!;
    const [p, observed] = [unit.pairsOf(rater), unit.agreeingOf(rater)];
    const expected = (p * (agreeing - observed)) / (pairs - p);
    const d = observed - expected;
    totals.units[rater]! += 1;
    totals.adjustedPairs[rater]! += p;
    totals.observed[rater]! += observed;
    totals.expected[rater]! += expected;
    totals.dd[rater]! += d * d;
    totals.dp[rater]! += d * p;
    totals.pp[rater]! += p * p;
  }
}

function resultOf(totals: Totals, rater: number): PeerAgreement {
  const pairs = totals.pairs[rater]!;
  const majorityUnits = totals.majorityUnits[rater]!;
  const missing = totals.votes[rater] === 0 ? 'no_data' : 'no_overlap';
  return {
    pairAgreement: pairs > 0 ? totals.agreeing[rater]! / pairs : null,
    pairs,
    standardError: ratioError({
      units: totals.shared[rater]!,
      total: pairs,
      ratio: totals.agreeing[rater]! / pairs,
      squares: [totals.aa[rater]!, totals.ap[rater]!, totals.allPp[rater]!],
    }),
    reason: pairs > 0 ? null : missing,
    majorityAgreement: majorityUnits > 0 ? totals.majorityAgreeing[rater]! / majorityUnits : null,
    majorityUnits,
    majorityReason: majorityUnits > 0 ? null : missing,
    adjusted: adjustedOf(totals, rater, missing),
  };
}

function adjustedOf(totals: Totals, rater: number, missing: NotDefined): AdjustedAgreement {
  const units = totals.units[rater]!;
  const pairs = totals.adjustedPairs[rater]!;
  if (units === 0)
    return { units, observed: null, expected: null, difference: null, standardError: null, reason: missing };
  const observed = totals.observed[rater]! / pairs;
  const expected = totals.expected[rater]! / pairs;
  const difference = observed - expected;
  const standardError = ratioError({
    units,
    total: pairs,
    ratio: difference,
    squares: [totals.dd[rater]!, totals.dp[rater]!, totals.pp[rater]!],
  });
  return { units, observed, expected, difference, standardError, reason: null };
}

/** Standard error of the ratio Σ y / Σ x over units, from Σ y², Σ x y, Σ x² (Cochran 1977, 6.4); null for fewer than two. */
function ratioError(of: {
  readonly units: number;
  readonly total: number;
  readonly ratio: number;
  readonly squares: readonly [yy: number, xy: number, xx: number];
}): number | null {
  const { units, total, ratio } = of;
  const [yy, xy, xx] = of.squares;
  if (units < 2) return null;
  const squares = yy - 2 * ratio * xy + ratio * ratio * xx;
  return Math.sqrt((Math.max(0, squares) * units) / (units - 1)) / total;
}
