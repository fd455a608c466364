import type { NotDefined } from '../not-defined.ts';
import { orderByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';
import { type AlikeVotes, alikeVotes, type Likeness, sameLabel } from './likeness.ts';

export interface PeerAgreement {
  /** Agreeing pairs / pairs, or the mean of how alike the two of a pair are, 0..1; null without pairs. */
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
 * hard they are. `likeness`: how far two labels agree, 0..1, where that is more than yes or no; pairs of which it is null are
 * no pairs. Shares are the mean likeness over pairs, 0..1, of a rater's votes with those of others on the same units; `adjusted` is the
 * difference, -1..1, to the share among the others there. A measure of our own on the pairs of Fleiss 1971; the interval is of a
 * ratio over units (Cochran 1977, Sampling Techniques, 6.4). Null without units shared with enough others.
 */
export function peerAgreement(votes: Votes, likeness: Likeness = sameLabel): readonly PeerAgreement[] {
  return peerAgreementOf(votes, alikeVotes(votes, likeness));
}

/** The same of votes that have been compared already. */
export function peerAgreementOf(votes: Votes, alike: AlikeVotes): readonly PeerAgreement[] {
  const totals = new Totals(votes.raters);
  const { start, order } = orderByUnit(votes);
  const unit = new UnitPeers(votes, alike);
  for (let of = 0; of < votes.units; of += 1) {
    unit.open(order.subarray(start[of], start[of + 1]));
    addAgreement(unit, totals);
    addAdjusted(unit, totals);
    unit.close();
  }
  return Array.from({ length: votes.raters }, (_, rater) => resultOf(totals, rater));
}

/** What is said of the unit at hand, by rater; the tables are emptied again for the next. */
class UnitPeers {
  readonly #votes: Votes;
  readonly #alike: AlikeVotes;
  /** The raters of the unit, each once. */
  raters: number[] = [];
  /** By rater. */
  readonly votes: Float64Array;
  readonly pairs: Float64Array;
  readonly agreeing: Float64Array;
  readonly majorityVotes: Float64Array;
  readonly majorityAgreeing: Float64Array;

  constructor(votes: Votes, alike: AlikeVotes) {
    this.#votes = votes;
    this.#alike = alike;
    const column = (): Float64Array => new Float64Array(votes.raters);
    this.votes = column();
    this.pairs = column();
    this.agreeing = column();
    this.majorityVotes = column();
    this.majorityAgreeing = column();
  }

  open(rows: Int32Array): void {
    this.raters = [];
    for (const row of rows) {
      const by = this.#votes.rater[row]!;
      if (this.votes[by] === 0) this.raters.push(by);
      this.votes[by]! += 1;
      this.pairs[by]! += this.#alike.pairs[row]!;
      this.agreeing[by]! += this.#alike.agreeing[row]!;
      const most = this.#alike.majority[row]!;
      if (most < 0) continue;
      this.majorityVotes[by]! += 1;
      this.majorityAgreeing[by]! += this.#votes.label[row] === most ? 1 : 0;
    }
  }

  close(): void {
    for (const rater of this.raters)
      for (const column of [this.votes, this.pairs, this.agreeing, this.majorityVotes, this.majorityAgreeing])
        column[rater] = 0;
  }
}

function addAgreement(unit: UnitPeers, totals: Totals): void {
  for (const rater of unit.raters) {
    const [p, a] = [unit.pairs[rater]!, unit.agreeing[rater]!];
    totals.votes[rater]! += unit.votes[rater]!;
    totals.pairs[rater]! += p;
    totals.agreeing[rater]! += a;
    totals.shared[rater]! += p > 0 ? 1 : 0;
    totals.aa[rater]! += a * a;
    totals.ap[rater]! += a * p;
    totals.allPp[rater]! += p * p;
    totals.majorityUnits[rater]! += unit.majorityVotes[rater]!;
    totals.majorityAgreeing[rater]! += unit.majorityAgreeing[rater]!;
  }
}

function addAdjusted(unit: UnitPeers, totals: Totals): void {
  if (unit.raters.length < 3) return;
  let [pairs, agreeing] = [0, 0];
  for (const rater of unit.raters) {
    pairs += unit.pairs[rater]! / 2;
    agreeing += unit.agreeing[rater]! / 2;
  }
  for (const rater of unit.raters) {
    const [p, observed] = [unit.pairs[rater]!, unit.agreeing[rater]!];
    if (p === 0 || pairs === p) continue;
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
