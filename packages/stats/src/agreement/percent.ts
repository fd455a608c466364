import type { NotDefined } from '../not-defined.ts';
import { groupByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';

/** Units with at least two votes, and how far their votes agree. Parallel columns. */
export interface UnitAgreement {
  readonly unit: Int32Array;
  /** Unordered pairs of votes on the unit, m (m - 1) / 2. */
  readonly pairs: Float64Array;
  /** Those of them with the same label. */
  readonly agreeingPairs: Float64Array;
}

export interface PercentAgreement {
  /** Mean over units of the share of agreeing pairs, 0..1: every unit counts the same. */
  readonly unitMean: number | null;
  /** Agreeing pairs over all pairs, 0..1: a unit with many votes counts more. */
  readonly pairPooled: number | null;
  /** Share of units whose votes all have one label, 0..1. */
  readonly unanimous: number | null;
  /** Units with at least two votes; the others say nothing about agreement. */
  readonly unitsUsed: number;
  /** Unordered pairs of votes on the same unit. */
  readonly pairs: number;
  readonly reason: NotDefined | null;
}

/**
 * How far the votes on each unit agree: what to show as a distribution beside every mean, as hard units hide in it. A
 * tie is a label like any other; drop ties first where they shall not count.
 */
export function agreementByUnit(votes: Votes): UnitAgreement {
  const { start, label, units, labels } = groupByUnit(votes);
  const unit = new Int32Array(units);
  const pairs = new Float64Array(units);
  const agreeingPairs = new Float64Array(units);
  const seen = new Int32Array(labels);
  let used = 0;
  for (let one = 0; one < units; one += 1) {
    const [from, to] = [start[one]!, start[one + 1]!];
    const size = to - from;
    if (size < 2) continue;
    let agreeing = 0;
    for (let vote = from; vote < to; vote += 1) {
      const before = seen[label[vote]!]!;
      agreeing += before;
      seen[label[vote]!] = before + 1;
    }
    for (let vote = from; vote < to; vote += 1) seen[label[vote]!] = 0;
    unit[used] = one;
    pairs[used] = (size * (size - 1)) / 2;
    agreeingPairs[used] = agreeing;
    used += 1;
  }
  return {
    unit: unit.subarray(0, used),
    pairs: pairs.subarray(0, used),
    agreeingPairs: agreeingPairs.subarray(0, used),
  };
}

/**
 * Percent agreement: the share of pairs of votes on the same unit that have the same label, averaged in two ways that
 * differ when units have different numbers of votes, and the share of unanimous units. Not corrected for chance.
 * With m votes on a unit, of which m_k have label k, the unit's share is the sum of m_k (m_k - 1) over m (m - 1), 0..1 (Fleiss 1971,
 * before chance). Undefined without a unit of two votes.
 */
export function percentAgreement(votes: Votes): PercentAgreement {
  const { pairs, agreeingPairs } = agreementByUnit(votes);
  const unitsUsed = pairs.length;
  let [shares, all, agreeing, unanimous] = [0, 0, 0, 0];
  for (let at = 0; at < unitsUsed; at += 1) {
    shares += agreeingPairs[at]! / pairs[at]!;
    all += pairs[at]!;
    agreeing += agreeingPairs[at]!;
    if (agreeingPairs[at] === pairs[at]) unanimous += 1;
  }
  if (unitsUsed === 0)
    return { unitMean: null, pairPooled: null, unanimous: null, unitsUsed, pairs: 0, reason: noPair(votes) };
  return {
    unitMean: shares / unitsUsed,
    pairPooled: agreeing / all,
    unanimous: unanimous / unitsUsed,
    unitsUsed,
    pairs: all,
    reason: null,
  };
}

/** Why votes without two on any unit have no agreement. */
export function noPair(votes: Votes): NotDefined {
  return votes.unit.length === 0 ? 'no_data' : 'no_overlap';
}
