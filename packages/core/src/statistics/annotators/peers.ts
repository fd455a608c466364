import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { alikeVotes } from '@pairwright/stats/annotators/likeness';
import { type PeerAgreement, peerAgreementOf } from '@pairwright/stats/annotators/peer-agreement';
import { normalCdf } from '@pairwright/stats/numeric/normal';
import { normalEstimate, unknown } from '../estimates.ts';
import { type AnnotatorData, counted } from './annotator-data.ts';
import { likenessOf } from './answers.ts';

/** Votes that count beside those of others on the same comparison. */
export interface Peers {
  /** By annotator. */
  readonly agreement: readonly PeerAgreement[];
  /** Of each vote: votes of others on its comparison, and the sum of how alike it is to each; 0 for votes that do not count. */
  readonly pairs: Float64Array;
  readonly agreeing: Float64Array;
}

export function comparePeers({ votes, annotatorIds }: AnnotatorData): Peers {
  const rows = new Int32Array(votes.votes);
  let kept = 0;
  for (let vote = 0; vote < votes.votes; vote += 1) {
    if (votes.kind[vote] !== counted || votes.answer[vote] === -1) continue;
    rows[kept] = vote;
    kept += 1;
  }
  const used = rows.subarray(0, kept);
  const columns = {
    unit: Int32Array.from(used, (vote) => votes.comparison[vote]!),
    rater: Int32Array.from(used, (vote) => votes.annotator[vote]!),
    label: Int32Array.from(used, (vote) => votes.answer[vote]!),
    units: votes.comparisonIds.length,
    raters: annotatorIds.length,
    labels: votes.answers.length,
  };
  const alike = alikeVotes(columns, (one, other) => likenessOf(votes.answers[one]!, votes.answers[other]!));
  const pairs = new Float64Array(votes.votes);
  const agreeing = new Float64Array(votes.votes);
  used.forEach((vote, at) => {
    pairs[vote] = alike.pairs[at]!;
    agreeing[vote] = alike.agreeing[at]!;
  });
  return { agreement: peerAgreementOf(columns, alike), pairs, agreeing };
}

/** Mean of how alike the two of a pair are; n: pairs. */
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
