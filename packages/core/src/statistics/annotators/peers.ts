import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { type PeerAgreement, peerAgreement } from '@pairwright/stats/annotators/peer-agreement';
import { normalCdf } from '@pairwright/stats/numeric/normal';
import { normalEstimate, unknown } from '../estimates.ts';
import { type AnnotatorData, counted, labelOf, labels } from './annotator-data.ts';

/** Votes that count beside those of others on the same comparison. */
export interface Peers {
  /** By annotator. */
  readonly agreement: readonly PeerAgreement[];
  /** Of each vote: votes of others on its comparison, and those that agree with it; 0 for votes that do not count. */
  readonly pairs: Int32Array;
  readonly agreeing: Int32Array;
}

export function comparePeers({ votes, annotatorIds }: AnnotatorData): Peers {
  const rows = new Int32Array(votes.votes);
  let kept = 0;
  for (let vote = 0; vote < votes.votes; vote += 1) {
    if (votes.kind[vote] !== counted || labelOf(votes, vote) === -1) continue;
    rows[kept] = vote;
    kept += 1;
  }
  const used = rows.subarray(0, kept);
  const units = votes.comparisons.ids.length;
  const byLabel = new Int32Array(units * labels);
  for (const vote of used) byLabel[votes.comparison[vote]! * labels + labelOf(votes, vote)]! += 1;
  const pairs = new Int32Array(votes.votes);
  const agreeing = new Int32Array(votes.votes);
  for (const vote of used) {
    // A vote that counts is the only one of its annotator on the comparison.
    const from = votes.comparison[vote]! * labels;
    let all = 0;
    for (let label = 0; label < labels; label += 1) all += byLabel[from + label]!;
    pairs[vote] = all - 1;
    agreeing[vote] = byLabel[from + labelOf(votes, vote)]! - 1;
  }
  const agreement = peerAgreement({
    unit: Int32Array.from(used, (vote) => votes.comparison[vote]!),
    rater: Int32Array.from(used, (vote) => votes.annotator[vote]!),
    label: Int32Array.from(used, (vote) => labelOf(votes, vote)),
    units,
    raters: annotatorIds.length,
    labels,
  });
  return { agreement, pairs, agreeing };
}

/** Share of agreeing pairs; n: pairs. */
export function rawAgreement(peer: PeerAgreement, least: number): Estimate {
  const { pairAgreement: value, pairs: n, standardError: error } = peer;
  if (value === null) return unknown(peer.reason!);
  if (n < least || error === null) return unknown('too_few', n);
  return normalEstimate({ value, error, n }, [0, 1]);
}

/** What is above or below what the others reach on the same comparisons; n: comparisons. */
export function adjustedAgreement({ adjusted }: PeerAgreement, least: number): Estimate {
  const { difference: value, units: n, standardError: error } = adjusted;
  if (value === null) return unknown(adjusted.reason!);
  if (n < least || error === null) return unknown('too_few', n);
  return normalEstimate({ value, error, n }, [-1, 1]);
}

/** That somebody who agrees as the others do is as far below them, one-sided; null where the number is not known. */
export function belowOthersP({ adjusted }: PeerAgreement, least: number): number | null {
  const { difference, standardError, units } = adjusted;
  if (difference === null || standardError === null || units < least) return null;
  if (standardError === 0) return difference < 0 ? 0 : 1;
  return normalCdf(difference / standardError);
}
